package io.multiget.enricher.http;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.multiget.contract.pipeline.Classify;
import io.multiget.contract.pipeline.Element;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what an answer means for each key that was asked about; matches a multiget's elements by the id in their body,
 * and assumes nothing (D9). Stateless, safe for any thread.
 */
final class AnswerReader {
    private static final int MAX_NESTING = 64;

    /** As long as a body can be: whether a text is too long for its field is not the parser's business. */
    private static final int MAX_STRING = HttpTransport.MAX_BODY_BYTES;

    private static final int MAX_NUMBER = 100;

    private static final ObjectReader JSON = JsonMapper.builder(new JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxStringLength(MAX_STRING)
                            .maxNumberLength(MAX_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            // One element's NaN must not spoil the others; it is refused where a field holds it.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private final InstantSource wall;

    /** @param wall what a date in {@code Retry-After} is compared with */
    AnswerReader(InstantSource wall) {
        this.wall = wall;
    }

    /**
     * Whether the API took the call well, as far as can be told without reading what it says; that an answer speaks of
     * nothing but trouble is found when it is read.
     */
    static boolean isGood(Call call, HttpAnswer.Received received) {
        return call.lookup().classify().of(received.status()) == Classify.Meaning.FOUND
                && received.retryAfter().isEmpty()
                && !startsLikeNoJson(received.body());
    }

    /** Never throws for anything an API can send. */
    CallResult read(Call call, HttpAnswer answer) {
        if (answer instanceof HttpAnswer.Received received) {
            return read(call, received);
        }
        if (answer instanceof HttpAnswer.TooLarge large) {
            return failed(call, Trouble.ANSWER_TOO_LARGE, "the answer is larger than " + large.limit() + " bytes");
        }
        if (answer instanceof HttpAnswer.Unsent unsent) {
            return failed(call, Trouble.UNSENT, unsent.reason());
        }
        if (answer instanceof HttpAnswer.NoToken noToken) {
            return failed(call, Trouble.NO_TOKEN, noToken.reason());
        }
        HttpAnswer.Broken broken = (HttpAnswer.Broken) answer;
        return failed(call, broken.timedOut() ? Trouble.TIMED_OUT : Trouble.UNREACHABLE, broken.reason());
    }

    private CallResult read(Call call, HttpAnswer.Received received) {
        int status = received.status();
        return switch (call.lookup().classify().of(status)) {
            case FOUND -> body(call, received);
            case NOT_FOUND ->
                call.keys().size() == 1
                        ? answered(call, Map.of(call.keys().get(0), last(new KeyResult.NotFound())), 0)
                        : failed(call, Trouble.BATCH_NOT_FOUND, received);
            case RETRY -> failed(call, status == 429 ? Trouble.THROTTLED : Trouble.UNAVAILABLE, received);
            case DENIED -> failed(call, Trouble.DENIED, received);
            case REFUSED -> failed(call, unlisted(status), received);
        };
    }

    /** What a status code means that the pipeline says nothing about. */
    private static Trouble unlisted(int status) {
        if (status == 304 || status >= 200 && status < 300) {
            return Trouble.BAD_ANSWER;
        }
        if (status >= 300 && status < 400) {
            return Trouble.REDIRECT;
        }
        return status >= 400 && status < 500 ? Trouble.REFUSED : Trouble.UNAVAILABLE;
    }

    private CallResult body(Call call, HttpAnswer.Received received) {
        if (startsLikeNoJson(received.body())) {
            return failed(call, Trouble.NOT_JSON, received);
        }
        if (!isUtf8WithoutMark(received.body())) {
            return failed(call, Trouble.BAD_ANSWER, "the answer is not JSON in UTF-8");
        }
        JsonNode root;
        try {
            root = JSON.readValue(received.body());
        } catch (StreamConstraintsException | NumberFormatException tooDeepOrTooLong) {
            return failed(call, Trouble.BAD_VALUE, "the answer holds what cannot be read: " + why(tooDeepOrTooLong));
        } catch (IOException broken) {
            return failed(call, Trouble.BAD_ANSWER, "the answer's JSON is broken: " + why(broken));
        }
        return call.lookup()
                .element()
                .map(element -> elements(call, element, root, received))
                .orElseGet(() -> single(call, root, received));
    }

    private static String why(Exception trouble) {
        String message =
                trouble instanceof JsonProcessingException json ? json.getOriginalMessage() : trouble.getMessage();
        return Excerpt.of(String.valueOf(message));
    }

    private CallResult single(Call call, @Nullable JsonNode root, HttpAnswer.Received received) {
        if (root == null || !root.isObject()) {
            return failed(call, Trouble.BAD_ANSWER, received);
        }
        return answered(call, Map.of(call.keys().get(0), last(FieldReader.read(call.lookup(), root))), 0);
    }

    private CallResult elements(Call call, Element shape, @Nullable JsonNode root, HttpAnswer.Received received) {
        boolean nothingForMany = root != null && root.isEmpty() && call.keys().size() > 1;
        if (root == null || !root.isArray() || nothingForMany) {
            return failed(call, Trouble.BAD_ANSWER, received);
        }
        Elements elements = Elements.match(call.keys(), shape.match(), root);
        Map<String, CallResult.KeyAnswer> answers = new LinkedHashMap<>();
        for (String key : call.keys()) {
            answers.put(key, answer(call, shape, elements, key));
        }
        return sharedTrouble(answers.values())
                .<CallResult>map(again -> failed(call, again.trouble(), again.detail()))
                .orElseGet(() -> answered(call, answers, elements.strangers()));
    }

    /** When every element says "not now", it is not about these keys. */
    private static Optional<CallResult.KeyAnswer.Again> sharedTrouble(Collection<CallResult.KeyAnswer> answers) {
        boolean shared = answers.stream().allMatch(CallResult.KeyAnswer.Again.class::isInstance);
        return shared
                ? answers.stream().map(CallResult.KeyAnswer.Again.class::cast).findFirst()
                : Optional.empty();
    }

    private static CallResult.KeyAnswer answer(Call call, Element shape, Elements elements, String key) {
        if (elements.ambiguous().contains(key)) {
            return new CallResult.KeyAnswer.Unclear(
                    "ambiguous_answer", "the answer holds two different elements for " + Excerpt.of(key));
        }
        JsonNode element = elements.byKey().get(key);
        if (element == null) {
            return new CallResult.KeyAnswer.Unclear(
                    "missing_in_answer", "the answer holds no element for " + Excerpt.of(key));
        }
        JsonNode status = shape.status().map(element::at).orElse(null);
        if (status == null) {
            return found(call, element, element.at(shape.body()));
        }
        if (!status.isIntegralNumber() || !status.canConvertToInt()) {
            return new CallResult.KeyAnswer.Unclear(
                    "bad_answer", "an element without a status code: " + shown(call, element));
        }
        return answer(call, element, element.at(shape.body()), status.intValue());
    }

    private static CallResult.KeyAnswer answer(Call call, JsonNode element, JsonNode body, int code) {
        return switch (call.lookup().classify().of(code)) {
            case FOUND -> found(call, element, body);
            case NOT_FOUND -> last(new KeyResult.NotFound());
            case RETRY ->
                new CallResult.KeyAnswer.Again(
                        code == 429 ? Trouble.THROTTLED : Trouble.UNAVAILABLE, shown(call, element));
            case DENIED -> last(new KeyResult.Failed("denied", shown(call, element), 0));
            case REFUSED -> last(new KeyResult.Failed("refused", shown(call, element), 0));
        };
    }

    private static CallResult.KeyAnswer found(Call call, JsonNode element, JsonNode body) {
        return body.isObject()
                ? last(FieldReader.read(call.lookup(), body))
                : new CallResult.KeyAnswer.Unclear("bad_answer", "an element without a body: " + shown(call, element));
    }

    private static String shown(Call call, JsonNode element) {
        return Excerpt.of(element.toString(), call.api().auth());
    }

    private static CallResult.KeyAnswer last(KeyResult result) {
        return new CallResult.KeyAnswer.Final(result);
    }

    private static CallResult answered(Call call, Map<String, CallResult.KeyAnswer> answers, int strangers) {
        return new CallResult.Answered(answers, strangers);
    }

    private CallResult failed(Call call, Trouble trouble, HttpAnswer.Received received) {
        Optional<Duration> retryAfter = RetryAfter.longest(received.retryAfter(), wall.instant());
        String wait =
                retryAfter.map(d -> ", retry after " + d.toSeconds() + " s").orElse("");
        String body = received.body().length == 0
                ? "an empty body"
                : Excerpt.of(received.body(), call.api().auth());
        return new CallResult.Failed(
                trouble, received.status() + wait + " from " + call.lookup().name() + ": " + body, retryAfter);
    }

    private static CallResult failed(Call call, Trouble trouble, String detail) {
        return new CallResult.Failed(trouble, call.lookup().name() + ": " + detail, Optional.empty());
    }

    /** Whether the first character cannot begin a JSON text; an empty body is a broken answer, not another format. */
    private static boolean startsLikeNoJson(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return "{[\"-0123456789tfn".indexOf(b) < 0 && b > 0;
            }
        }
        return false;
    }

    /** Jackson would guess UTF-16 and UTF-32 and skip a byte order mark; an answer has to be what it says it is. */
    private static boolean isUtf8WithoutMark(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                return false;
            }
        }
        return body.length == 0 || (body[0] & 0xFF) < 0x80;
    }
}
