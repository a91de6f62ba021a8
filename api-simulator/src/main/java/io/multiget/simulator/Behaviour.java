package io.multiget.simulator;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the simulator behaves towards calls, whatever they ask: everything that can change while it runs.
 *
 * <p>The same names and texts stand in {@code POST /__control}, in {@link #with} and, as {@code SIMULATOR_<NAME>}, in
 * the environment:
 *
 * <table>
 * <caption>Names</caption>
 * <tr><th>name</th><th>default</th><th>meaning</th></tr>
 * <tr><td>latency</td><td>0ms</td><td>what each answer takes, {@code 20ms} or {@code 20ms..80ms}</td></tr>
 * <tr><td>tail</td><td>none</td><td>part of the calls that takes another time, {@code 0.05 of 30s}</td></tr>
 * <tr><td>flaky</td><td>none</td><td>part of the calls that fails, {@code 0.2 of 503}, {@code 0.1 of reset}</td></tr>
 * <tr><td>rate_limit</td><td>unlimited</td><td>{@code 1500 per 1m}, in fixed windows that begin with a call; above it
 * 429 with Retry-After; the second API is not limited</td></tr>
 * <tr><td>max_concurrency</td><td>0</td><td>calls at once, above it 429; 0 for no limit</td></tr>
 * <tr><td>slow</td><td>2s</td><td>what a call takes that holds an id of the fate SLOW</td></tr>
 * <tr><td>token</td><td></td><td>the bearer token asked for, else 401</td></tr>
 * <tr><td>api_key</td><td></td><td>the key the second API asks for, else 401</td></tr>
 * <tr><td>down</td><td></td><td>what every call gets: a status, {@code html}, {@code reset} or {@code silence}</td></tr>
 * <tr><td>down_for</td><td>0</td><td>how long from now; 0 until it is changed</td></tr>
 * <tr><td>down_only</td><td></td><td>the endpoints that are down or flaky, {@code users,user}; all when empty</td></tr>
 * <tr><td>retry_after</td><td></td><td>the Retry-After header of calls that are down or flaky, as it is</td></tr>
 * </table>
 *
 * <p>Immutable.
 */
public final class Behaviour {
    /** No limits, no delays, no faults but those of the ids. */
    public static final Behaviour DEFAULT = new Behaviour(defaults());

    private final Map<String, String> texts;
    final Latency latency;
    final Share<Duration> tail;
    final Share<Treatment> flaky;
    final CallRate rateLimit;
    final int maxConcurrency;
    final Duration slow;
    final @Nullable String token;
    final @Nullable String apiKey;
    final @Nullable Treatment down;
    final Duration downFor;
    final Set<Endpoint> downOnly;
    final @Nullable String retryAfter;

    private Behaviour(Map<String, String> texts) {
        this.texts = texts;
        latency = read("latency", Latency::parse);
        tail = read("tail", text -> Share.parse(text, Durations::parse));
        flaky = read("flaky", text -> Share.parse(text, Treatment::parse));
        rateLimit = read("rate_limit", CallRate::parse);
        maxConcurrency = read("max_concurrency", Behaviour::notNegative);
        slow = read("slow", Durations::parse);
        token = texts.get("token").isEmpty() ? null : texts.get("token");
        apiKey = texts.get("api_key").isEmpty() ? null : texts.get("api_key");
        down = read("down", text -> text.isEmpty() ? null : Treatment.parse(text));
        downFor = read("down_for", Durations::parse);
        downOnly = read("down_only", Behaviour::endpoints);
        retryAfter = read("retry_after", Behaviour::header);
    }

    /**
     * This behaviour with one name changed.
     *
     * @throws IllegalArgumentException naming the name and the value that are not understood
     */
    public Behaviour with(String name, String value) {
        return with(Map.of(name, value));
    }

    /** This behaviour with some names changed, all or none of them. */
    public Behaviour with(Map<String, String> changes) {
        Map<String, String> changed = new TreeMap<>(texts);
        changes.forEach((name, value) -> {
            if (changed.replace(name, value.trim()) == null) {
                throw new IllegalArgumentException("unknown name " + name + ", known are " + texts.keySet());
            }
        });
        return new Behaviour(changed);
    }

    /** Every name with its text. */
    public Map<String, String> texts() {
        return Map.copyOf(texts);
    }

    static String defaultOf(String name) {
        return defaults().getOrDefault(name, "");
    }

    private <T extends @Nullable Object> T read(String name, Function<String, T> parser) {
        String text = texts.getOrDefault(name, "");
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + "=" + text + ": " + e.getMessage(), e);
        }
    }

    private static int notNegative(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("not a whole number from 0 up");
        }
        return Integer.parseInt(text);
    }

    private static Set<Endpoint> endpoints(String text) {
        Set<Endpoint> endpoints = EnumSet.noneOf(Endpoint.class);
        Arrays.stream(text.split(","))
                .filter(name -> !name.isBlank())
                .forEach(name -> endpoints.add(Endpoint.of(name)));
        return endpoints.isEmpty() ? EnumSet.allOf(Endpoint.class) : endpoints;
    }

    private static @Nullable String header(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("not a header's text");
        }
        return text.isEmpty() ? null : text;
    }

    private static Map<String, String> defaults() {
        Map<String, String> texts = new TreeMap<>();
        texts.put("latency", "0ms");
        texts.put("tail", "none");
        texts.put("flaky", "none");
        texts.put("rate_limit", "unlimited");
        texts.put("max_concurrency", "0");
        texts.put("slow", "2s");
        texts.put("token", "");
        texts.put("api_key", "");
        texts.put("down", "");
        texts.put("down_for", "0");
        texts.put("down_only", "");
        texts.put("retry_after", "");
        return texts;
    }
}
