package io.multiget.enricher.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The {@code Retry-After} header (RFC 9110, section 10.2.3): seconds, or an HTTP date. */
final class RetryAfter {
    /** More digits than a sensible number of seconds has; longer ones mean "very long". */
    private static final int MAX_DIGITS = 12;

    private static final Duration VERY_LONG = Duration.ofDays(365_000);

    private RetryAfter() {}

    /** The longest wait that the headers ask for; nothing when none makes sense. */
    static Optional<Duration> longest(List<String> headers, Instant now) {
        return headers.stream().flatMap(header -> parse(header, now).stream()).max(Comparator.naturalOrder());
    }

    /**
     * How long to wait; nothing when the header makes no sense. A date in the past is no wait.
     *
     * @param now what a date is compared with: our clock, as the API's {@code Date} header may be wrong
     */
    static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(text.length() > MAX_DIGITS ? VERY_LONG : Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                    .toInstant();
            return Optional.of(date.isBefore(now) ? Duration.ZERO : Duration.between(now, date));
        } catch (DateTimeParseException notADate) {
            return Optional.empty();
        }
    }
}
