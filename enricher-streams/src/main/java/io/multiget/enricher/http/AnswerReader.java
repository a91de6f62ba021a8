package io.multiget.enricher.http;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.multiget.contract.pipeline.Classify;
import io.multiget.contract.pipeline.Element;
import io.multiget.contract.pipeline.Lookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what an answer means for each key that was asked about; matches a multiget's elements by the id in their body,
 * and assumes nothing (D9). Stateless, safe for any thread.
 */
final class AnswerReader {
    private static final int MAX_NESTING = 64;
    private static final int MAX_STRING = 1 << 20;
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
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private final InstantSource wall;

    /** @param wall what a date in {@code Retry-After} is compared with */
    AnswerReader(InstantSource wall) {
        this.wall = wall;
    }

    /** Never throws for anything an API can send. */
    CallResult read(Call call, HttpAnswer answer) {
        if (answer instanceof HttpAnswer.Received received) {
            return read(call, received);
        }
        if (answer instanceof HttpAnswer.TooLarge large) {
            return failed(call, Trouble.ANSWER_TOO_LARGE, "the answer is larger than " + large.limit() + " bytes");
        }
        return failed(call, Trouble.UNREACHABLE, ((HttpAnswer.Broken) answer).reason());
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
        JsonNode root;
        try {
            if (!isUtf8WithoutMark(received.body())) {
                return failed(call, Trouble.BAD_ANSWER, "the answer is not JSON in UTF-8");
            }
            root = JSON.readValue(received.body());
        } catch (StreamConstraintsException tooDeepOrTooLong) {
            return failed(call, Trouble.BAD_VALUE, Excerpt.of(tooDeepOrTooLong.getOriginalMessage()));
        } catch (JsonProcessingException broken) {
            return failed(
                    call,
                    Trouble.BAD_ANSWER,
                    "the answer's JSON is broken: " + Excerpt.of(broken.getOriginalMessage()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return call.lookup()
                .element()
                .map(element -> elements(call, element, root, received))
                .orElseGet(() -> single(call, root, received));
    }

    private CallResult single(Call call, @Nullable JsonNode root, HttpAnswer.Received received) {
        if (root == null || !root.isObject()) {
            return failed(call, Trouble.BAD_ANSWER, received);
        }
        return answered(call, Map.of(call.keys().get(0), last(FieldReader.read(call.lookup(), root))), 0);
    }

    private CallResult elements(Call call, Element shape, @Nullable JsonNode root, HttpAnswer.Received received) {
        if (root == null || !root.isArray()) {
            return failed(call, Trouble.BAD_ANSWER, received);
        }
        Matched matched = match(call.keys(), shape, root);
        Map<String, CallResult.KeyAnswer> answers = new LinkedHashMap<>();
        for (String key : call.keys()) {
            answers.put(key, answer(call.lookup(), shape, matched, key));
        }
        return sharedTrouble(call, answers.values())
                .<CallResult>map(again -> failed(call, again.trouble(), again.detail()))
                .orElseGet(() -> answered(call, answers, matched.strangers()));
    }

    /** When every element says the same kind of trouble, it is not about these keys. */
    private static Optional<CallResult.KeyAnswer.Again> sharedTrouble(
            Call call, Collection<CallResult.KeyAnswer> answers) {
        for (CallResult.KeyAnswer answer : answers) {
            if (!(answer instanceof CallResult.KeyAnswer.Again)) {
                return Optional.empty();
            }
        }
        return answers.stream().map(CallResult.KeyAnswer.Again.class::cast).findFirst();
    }

    /**
     * Which element answers which key.
     *
     * @param ambiguous keys that two different elements claim to answer
     */
    private record Matched(Map<String, JsonNode> elements, Set<String> ambiguous, int strangers) {}

    private static Matched match(List<String> keys, Element shape, JsonNode array) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            positions.put(keys.get(i), i);
        }
        Map<String, JsonNode> elements = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        boolean inOrder = array.size() == keys.size();
        int strangers = 0;
        for (int i = 0; i < array.size(); i++) {
            JsonNode id = array.get(i).at(shape.match());
            Integer position = id.isValueNode() && !id.isNull() ? positions.get(id.asText()) : null;
            inOrder &= isAnonymous(id) || position != null && position == i;
            if (position != null) {
                JsonNode earlier = elements.putIfAbsent(keys.get(position), array.get(i));
                if (earlier != null && !earlier.equals(array.get(i))) {
                    ambiguous.add(keys.get(position));
                }
            } else if (!isAnonymous(id)) {
                strangers++;
            }
        }
        return new Matched(inOrder ? withAnonymous(keys, shape, array, elements) : elements, ambiguous, strangers);
    }

    /** Elements without an id stand for the key at their position, but only where every other element keeps its own. */
    private static Map<String, JsonNode> withAnonymous(
            List<String> keys, Element shape, JsonNode array, Map<String, JsonNode> elements) {
        for (int i = 0; i < array.size(); i++) {
            if (isAnonymous(array.get(i).at(shape.match()))) {
                elements.putIfAbsent(keys.get(i), array.get(i));
            }
        }
        return elements;
    }

    private static boolean isAnonymous(JsonNode id) {
        return id.isMissingNode() || id.isNull();
    }

    private static CallResult.KeyAnswer answer(Lookup lookup, Element shape, Matched matched, String key) {
        if (matched.ambiguous().contains(key)) {
            return new CallResult.KeyAnswer.Unclear(
                    "ambiguous_answer", "the answer holds two different elements for " + Excerpt.of(key));
        }
        JsonNode element = matched.elements().get(key);
        if (element == null) {
            return new CallResult.KeyAnswer.Unclear(
                    "missing_in_answer", "the answer holds no element for " + Excerpt.of(key));
        }
        JsonNode status = shape.status().map(element::at).orElse(null);
        if (status != null && !status.canConvertToInt()) {
            return new CallResult.KeyAnswer.Unclear(
                    "bad_answer", "an element without a status code: " + shown(element));
        }
        int code = status == null ? 200 : status.intValue();
        Classify.Meaning meaning =
                status == null ? Classify.Meaning.FOUND : lookup.classify().of(code);
        return answer(lookup, element, element.at(shape.body()), code, meaning);
    }

    private static CallResult.KeyAnswer answer(
            Lookup lookup, JsonNode element, JsonNode body, int code, Classify.Meaning meaning) {
        return switch (meaning) {
            case FOUND ->
                body.isObject()
                        ? last(FieldReader.read(lookup, body))
                        : new CallResult.KeyAnswer.Unclear(
                                "bad_answer", "an element without a body: " + shown(element));
            case NOT_FOUND -> last(new KeyResult.NotFound());
            case RETRY ->
                new CallResult.KeyAnswer.Again(code == 429 ? Trouble.THROTTLED : Trouble.UNAVAILABLE, shown(element));
            case DENIED -> last(new KeyResult.Failed("denied", shown(element), 0));
            case REFUSED -> last(new KeyResult.Failed("refused", shown(element), 0));
        };
    }

    private static String shown(JsonNode element) {
        return Excerpt.of(element.toString());
    }

    private static CallResult.KeyAnswer last(KeyResult result) {
        return new CallResult.KeyAnswer.Final(result);
    }

    private static CallResult answered(Call call, Map<String, CallResult.KeyAnswer> answers, int strangers) {
        return new CallResult.Answered(answers, strangers);
    }

    private CallResult failed(Call call, Trouble trouble, HttpAnswer.Received received) {
        Optional<Duration> retryAfter =
                received.retryAfter().flatMap(header -> RetryAfter.parse(header, wall.instant()));
        String wait =
                retryAfter.map(d -> ", retry after " + d.toSeconds() + " s").orElse("");
        String body = received.body().length == 0 ? "an empty body" : Excerpt.of(received.body());
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
