package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Auth;
import io.multiget.contract.pipeline.RateLimit;
import io.multiget.contract.pipeline.Retry;
import io.multiget.contract.pipeline.Timeouts;
import io.multiget.contract.pipeline.yaml.Value.Named;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code apis}, the one part of a pipeline in which environment variables stand. */
final class ApiReader {
    private static final int DEFAULT_CONCURRENCY = 64;
    private static final int MOST_APIS = 100;
    private static final int MOST_CONCURRENCY = 10_000;
    private static final int MOST_ATTEMPTS = 100;
    private static final int MOST_CALLS = 1_000_000;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_PERIOD = Duration.ofDays(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);
    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,9}) per (\\S+)");

    /** Stands in for a URL that has been refused. */
    private static final URI NOWHERE = URI.create("http://invalid.");

    private final Environment environment;

    ApiReader(Environment environment) {
        this.environment = environment;
    }

    Map<String, Api> read(Value value) {
        List<Named> all = value.named();
        Names.checkCount(value, all, "apis", MOST_APIS);
        Map<String, Api> apis = new LinkedHashMap<>();
        for (Named named : all) {
            Names.check(named, "api");
            apis.put(named.name(), api(named));
        }
        return apis;
    }

    private Api api(Named named) {
        Section section = named.value()
                .section("base_url", "auth", "rate_limit", "concurrency", "retry", "timeouts", "allow_link_local");
        boolean allowLinkLocal =
                setting(section, "allow_link_local").flatMap(Value::bool).orElse(false);
        return new Api(
                named.name(),
                section.require("base_url")
                        .flatMap(environment::expand)
                        .flatMap(v -> BaseUrl.read(v, allowLinkLocal))
                        .orElse(NOWHERE),
                section.get("auth")
                        .map(new AuthReader(environment, allowLinkLocal)::read)
                        .orElse(new Auth.None()),
                section.require("rate_limit").flatMap(environment::expand).flatMap(this::rateLimit),
                setting(section, "concurrency")
                        .flatMap(v -> v.integer(1, MOST_CONCURRENCY))
                        .orElse(DEFAULT_CONCURRENCY),
                section.get("retry").map(this::retry).orElse(Retry.DEFAULT),
                section.get("timeouts").map(this::timeouts).orElse(Timeouts.DEFAULT),
                allowLinkLocal);
    }

    private Optional<Value> setting(Section section, String key) {
        return section.get(key).flatMap(environment::expand);
    }

    private Optional<RateLimit> rateLimit(Value value) {
        return value.scalar("a rate").flatMap(text -> rateLimit(value, text.text(), text.shown()));
    }

    private static Optional<RateLimit> rateLimit(Value value, String text, String shown) {
        if (text.equals("unlimited")) {
            return Optional.empty();
        }
        Matcher matcher = RATE.matcher(text);
        if (!matcher.matches()) {
            return value.wrong(
                    value.path() + " is " + shown,
                    "expected a number of calls, 'per' and a duration",
                    "write '1500 per 1m' or 'unlimited'");
        }
        long calls = Long.parseLong(matcher.group(1));
        if (calls > MOST_CALLS) {
            return value.wrong(
                    value.path() + " is " + shown,
                    "at most " + MOST_CALLS + " calls are counted",
                    "shorten the period, or write unlimited");
        }
        return value.duration(matcher.group(2), SHORTEST, LONGEST_PERIOD).map(per -> new RateLimit((int) calls, per));
    }

    private Retry retry(Value value) {
        Section section = value.section("attempts", "backoff", "retry_after");
        setting(section, "retry_after").ifPresent(v -> v.choice(Map.of("honor", true)));
        int attempts = setting(section, "attempts")
                .flatMap(v -> v.integer(1, MOST_ATTEMPTS))
                .orElse(Retry.DEFAULT.attempts());
        return setting(section, "backoff")
                .flatMap(v -> range(v, LONGEST_BACKOFF, (min, max) -> new Retry(attempts, min, max)))
                .orElse(new Retry(attempts, Retry.DEFAULT.minBackoff(), Retry.DEFAULT.maxBackoff()));
    }

    private static <T> Optional<T> range(Value value, Duration longest, BiFunction<Duration, Duration, T> made) {
        return value.scalar("two durations").flatMap(text -> {
            List<String> ends = List.of(text.text().split("\\.\\.", -1));
            if (ends.size() != 2) {
                return value.wrong(
                        value.path() + " is " + text.shown(),
                        "expected the shortest and the longest wait",
                        "write 250ms..30s");
            }
            Optional<Duration> min = value.duration(ends.get(0), SHORTEST, longest);
            Optional<Duration> max = value.duration(ends.get(1), SHORTEST, longest);
            if (min.isEmpty() || max.isEmpty()) {
                return Optional.empty();
            }
            return max.get().compareTo(min.get()) < 0
                    ? value.wrong(value.path() + " is " + text.shown(), "it ends before it begins", "swap the two")
                    : Optional.of(made.apply(min.get(), max.get()));
        });
    }

    private Timeouts timeouts(Value value) {
        Section section = value.section("connect", "idle", "total");
        Timeouts timeouts = new Timeouts(
                timeout(section, "connect").orElse(Timeouts.DEFAULT.connect()),
                timeout(section, "idle").orElse(Timeouts.DEFAULT.idle()),
                timeout(section, "total").orElse(Timeouts.DEFAULT.total()));
        if (timeouts.total().compareTo(timeouts.idle()) < 0 || timeouts.total().compareTo(timeouts.connect()) < 0) {
            value.wrong(
                    value.path() + ".total is shorter than connect or idle (5s and 10s when not given)",
                    "the call would end before either",
                    "lengthen total, or shorten the others");
        }
        return timeouts;
    }

    private Optional<Duration> timeout(Section section, String key) {
        return setting(section, key).flatMap(v -> v.duration(SHORTEST, LONGEST_CALL));
    }
}
