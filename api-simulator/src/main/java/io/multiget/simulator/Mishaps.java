package io.multiget.simulator;

import io.multiget.simulator.catalog.Fate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spoils the answer to a call as a whole, where one of its ids has a fate that says so.
 *
 * <p>The first such id decides; one whose answer is right after all only where no other spoils it, or what becomes of the
 * others would depend on the company they are asked in. Fates about one element are the business of {@link Answers}.
 */
final class Mishaps {
    private static final Set<Fate> HARMLESS =
            EnumSet.of(Fate.MANY_HEADERS, Fate.EARLY_HINTS, Fate.SECOND_ANSWER, Fate.HANGS_UP);

    private static final int DATE_SECONDS = 2;
    private static final int MANY_HEADERS = 1000;
    private static final int HUGE_HEADER = 64 * 1024;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] GARBAGE = "\n{\"and\": [more".getBytes(StandardCharsets.UTF_8);
    private static final byte NOT_UTF8 = (byte) 0xC3;

    private static final Duration SLOW_BY = Duration.ofHours(1);
    private static final List<String> ODD_BODIES = List.of("", "\"\"", "0", "true");
    private static final List<String> ODD_WAITS = List.of("0", "-1", "Sun, 06 Nov 1994 08:49:37 GMT", "1.5", "");

    /** @param location empty for none */
    private record Redirect(int status, String location) {}

    private final Clock clock;

    Mishaps(Clock clock) {
        this.clock = clock;
    }

    /** What happens to a call with these ids; {@code right} makes the answer that would be right, at most once. */
    Reply spoiled(Call call, List<Asked> asked, Supplier<Reply> right) {
        return spoiled(call, asked, false, right)
                .or(() -> spoiled(call, asked, true, right))
                .orElseGet(right);
    }

    private Optional<Reply> spoiled(Call call, List<Asked> asked, boolean harmless, Supplier<Reply> right) {
        return asked.stream()
                .filter(one -> HARMLESS.contains(one.fate()) == harmless)
                .map(one -> spoiled(call, one, asked.size() == 1, right))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .findFirst();
    }

    private @Nullable Reply spoiled(Call call, Asked asked, boolean alone, Supplier<Reply> right) {
        return switch (asked.fate()) {
            case TRUNCATED_ONCE, HTML_ONCE, RESET_ONCE, CLOSED_ONCE, SILENCE_ONCE ->
                asked.firstTime() ? broken(asked.fate(), right) : null;
            case TRUNCATED_ALWAYS, HTML, RESET_ALWAYS, HEADERS_THEN_SILENCE, DRIBBLE -> broken(asked.fate(), right);
            case RETRY_AFTER_HUGE,
                    RETRY_AFTER_DATE,
                    RETRY_AFTER_SECOND,
                    RETRY_AFTER_GARBAGE,
                    RETRY_AFTER_TWO,
                    RETRY_AFTER_ODD,
                    WRONG_CLOCK -> asked.firstTime() ? throttled(asked) : null;
            case STATUS_ONCE -> asked.firstTime() ? status(asked) : null;
            case STATUS_ALWAYS -> status(asked);
            case BATCH_404 -> alone ? null : Errors.whole(404);
            case TOO_LARGE_413 -> alone ? null : Errors.whole(413);
            case TOO_LONG_414 -> alone ? null : Errors.whole(414);
            case REFUSED -> Errors.whole(400, "Invalid id " + asked.id());
            case REDIRECT ->
                Errors.whole(302).with("Location", "http://" + otherHost(call.host()) + ControlPanel.STRAY_PATH);
            case ODD_REDIRECT -> redirected(call, asked);
            case NO_CONTENT -> Reply.empty(204);
            case NOT_MODIFIED -> Reply.empty(304);
            case ODD_BODY -> ofText(asked.form(ODD_BODIES));
            case EMPTY_ARRAY -> ofText("[]");
            default -> odd(asked.fate(), call, right);
        };
    }

    private static Reply broken(Fate fate, Supplier<Reply> right) {
        return switch (fate) {
            case TRUNCATED_ONCE, TRUNCATED_ALWAYS -> {
                Reply reply = right.get();
                yield reply.body(Arrays.copyOf(reply.body(), reply.body().length / 2));
            }
            case HTML, HTML_ONCE -> Reply.html();
            case RESET_ONCE, RESET_ALWAYS -> right.get().by(Delivery.RESET_IN_BODY);
            case CLOSED_ONCE -> right.get().by(Delivery.CLOSE_IN_BODY);
            case SILENCE_ONCE -> Reply.delivered(Delivery.SILENCE);
            case HEADERS_THEN_SILENCE -> right.get().by(Delivery.HEAD_ONLY);
            default -> right.get().by(Delivery.DRIBBLE);
        };
    }

    private Reply throttled(Asked asked) {
        Reply reply = Errors.whole(429);
        return switch (asked.fate()) {
            case RETRY_AFTER_ODD -> reply.retryAfter(asked.form(ODD_WAITS));
            case WRONG_CLOCK ->
                throttledUntilADate(reply.with("Date", date(clock.instant().minus(SLOW_BY))));
            case RETRY_AFTER_HUGE -> reply.retryAfter("1000000000");
            case RETRY_AFTER_SECOND -> reply.retryAfter("1");
            case RETRY_AFTER_TWO -> reply.with("Retry-After", "1").retryAfter("2", Duration.ofSeconds(1));
            case RETRY_AFTER_DATE -> throttledUntilADate(reply);
            default -> reply.retryAfter("soon");
        };
    }

    /** An HTTP date has whole seconds; rounded up, so that it is never nearer than said. */
    private Reply throttledUntilADate(Reply reply) {
        Instant now = clock.instant();
        Instant until = now.plusSeconds(DATE_SECONDS + 1L).minusNanos(1).truncatedTo(ChronoUnit.SECONDS);
        return reply.retryAfter(date(until), Duration.between(now, until));
    }

    private static String date(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atZone(ZoneOffset.UTC));
    }

    private static Reply redirected(Call call, Asked asked) {
        Redirect redirect = asked.form(List.of(
                new Redirect(301, "http://" + call.host() + "/items?ids=" + asked.id()),
                new Redirect(307, "file:///etc/hostname"),
                new Redirect(308, ""),
                new Redirect(303, "//" + otherHost(call.host()) + ControlPanel.STRAY_PATH)));
        Reply reply = Errors.whole(redirect.status());
        return redirect.location().isEmpty() ? reply : reply.with("Location", redirect.location());
    }

    private static Reply status(Asked asked) {
        return Errors.whole(Fate.serialOf(asked.id()) % 1000);
    }

    /** The right answer in a wrong dress, or a body that nobody should read to its end. */
    private static @Nullable Reply odd(Fate fate, Call call, Supplier<Reply> right) {
        return switch (fate) {
            case GZIP_BOMB -> Reply.json(200, GzipBomb.bytes()).with("Content-Encoding", "gzip");
            case HUGE_BODY -> right.get().by(Delivery.HUGE);
            case NOT_AN_ARRAY -> ofText(call.endpoint().isMultiget() ? "{\"results\":[]}" : "[]");
            case NULL_ANSWER -> ofText("null");
            case TRAILING_GARBAGE -> joined(right.get(), new byte[0], GARBAGE);
            case BYTE_ORDER_MARK -> joined(right.get(), BYTE_ORDER_MARK, new byte[0]);
            case BAD_UTF8 -> withBadUtf8(right.get());
            case MANY_HEADERS -> withManyHeaders(right.get());
            case UTF16 -> inUtf16(right.get());
            case NOT_GZIP -> right.get().with("Content-Encoding", "gzip");
            case EARLY_HINTS -> right.get().by(Delivery.AFTER_HINTS);
            case SECOND_ANSWER -> right.get().by(Delivery.TWICE);
            case HANGS_UP -> right.get().by(Delivery.LAST_WORD);
            case HUGE_HEADER -> right.get().with("X-Trace", "t".repeat(HUGE_HEADER));
            case INFORMATIONAL_FLOOD -> right.get().by(Delivery.AFTER_INFORMATION);
            default -> null;
        };
    }

    private static Reply ofText(String json) {
        return Reply.json(200, json.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply joined(Reply reply, byte[] before, byte[] after) {
        byte[] body = new byte[before.length + reply.body().length + after.length];
        System.arraycopy(before, 0, body, 0, before.length);
        System.arraycopy(reply.body(), 0, body, before.length, reply.body().length);
        System.arraycopy(after, 0, body, body.length - after.length, after.length);
        return reply.body(body);
    }

    private static Reply inUtf16(Reply reply) {
        return reply.body(new String(reply.body(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16));
    }

    /** Puts the first half of a two-byte character right after the first quote. */
    private static Reply withBadUtf8(Reply reply) {
        byte[] body = reply.body();
        int quote = new String(body, StandardCharsets.ISO_8859_1).indexOf('"');
        byte[] spoiled = Arrays.copyOf(body, body.length + 1);
        System.arraycopy(body, quote + 1, spoiled, quote + 2, body.length - quote - 1);
        spoiled[quote + 1] = NOT_UTF8;
        return reply.body(spoiled);
    }

    private static Reply withManyHeaders(Reply reply) {
        Reply with = reply;
        for (int i = 0; i < MANY_HEADERS; i++) {
            with = with.with("X-Hop-" + i, "session=" + i);
        }
        return with.with("Set-Cookie", "session=1");
    }

    /** The same server under its other name: a client that goes there shows in the statistics as a stray call. */
    private static String otherHost(String host) {
        return host.startsWith("localhost") ? host.replace("localhost", "127.0.0.1") : "localhost" + portOf(host);
    }

    private static String portOf(String host) {
        return host.contains(":") ? host.substring(host.lastIndexOf(':')) : "";
    }
}
