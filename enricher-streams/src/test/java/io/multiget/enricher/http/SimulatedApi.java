package io.multiget.enricher.http;

import io.multiget.contract.LookupKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Answers calls as the scenario says: down in an outage, unlucky in times of trouble, and otherwise by the fate of each
 * key. Its only memory is how often a flaky key has failed.
 */
final class SimulatedApi {
    /**
     * @param after how long the answer takes
     * @param down whether the API answered nobody when the call arrived
     */
    record Reply(HttpAnswer answer, long after, boolean down) {}

    private static final long VERY_SLOW = Duration.ofSeconds(8).toNanos();
    private static final HttpAnswer TIMED_OUT = new HttpAnswer.Broken("timed out");

    private final Scenario scenario;
    private final SplittableRandom random;
    private final Map<LookupKey, Integer> failures = new HashMap<>();

    SimulatedApi(Scenario scenario, SplittableRandom random) {
        this.scenario = scenario;
        this.random = random;
    }

    Reply reply(Call call, long now) {
        long latency = latency(now);
        long arrives = now + latency / 2;
        Optional<Scenario.Outage> outage = scenario.outages.stream()
                .filter(down -> down.hits(call, arrives))
                .findFirst();
        HttpAnswer answer = outage.map(down -> show(down.symptom(), call))
                .or(() -> noise(call, arrives))
                .orElseGet(() -> answer(call, arrives));
        boolean timedOut = answer == TIMED_OUT;
        return new Reply(answer, timedOut ? Scenario.TIMEOUT.toNanos() : latency, outage.isPresent());
    }

    private long latency(long now) {
        boolean verySlow = now < scenario.healedAt && random.nextInt(50) == 0;
        return 1 + random.nextLong(verySlow ? VERY_SLOW : scenario.latency);
    }

    private Optional<HttpAnswer> noise(Call call, long arrives) {
        boolean unlucky = arrives < scenario.healedAt && random.nextDouble() < scenario.noise;
        Scenario.Symptom[] symptoms = Scenario.Symptom.values();
        return unlucky ? Optional.of(show(symptoms[random.nextInt(symptoms.length)], call)) : Optional.empty();
    }

    private HttpAnswer show(Scenario.Symptom symptom, Call call) {
        return switch (symptom) {
            case UNAVAILABLE -> status(500 + random.nextInt(5));
            case THROTTLED -> status(429);
            case THROTTLED_WITH_RETRY_AFTER ->
                new HttpAnswer.Received(
                        random.nextInt(4) == 0 ? 503 : 429,
                        List.of(Integer.toString(random.nextInt((int) Scenario.MAX_RETRY_AFTER.toSeconds() + 1))),
                        new byte[0]);
            case TIMED_OUT -> TIMED_OUT;
            case NO_CONNECTION -> new HttpAnswer.Broken("no connection");
            case DENIED -> status(401 + 2 * random.nextInt(2));
            case REDIRECTED -> status(302);
            case PAGE_OF_A_PROXY -> received(200, "<html>");
            case NO_TOKEN -> new HttpAnswer.NoToken("no token");
            case UNSENT -> new HttpAnswer.Unsent("the connection was closed");
            case NO_ELEMENT -> call.lookup().batch().isPresent() ? nothingOfEach(call) : status(500);
        };
    }

    private static HttpAnswer nothingOfEach(Call call) {
        return received(
                200,
                call.keys().stream()
                        .map(key -> "{\"code\":500,\"body\":{\"id\":\"" + key + "\"}}")
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private HttpAnswer answer(Call call, long arrives) {
        List<Fate> fates = call.keys().stream().map(key -> fate(call, key)).toList();
        if (fates.contains(Fate.REFUSED)) {
            return status(400);
        }
        boolean breaks = fates.contains(Fate.BREAKS_CALLS)
                || fates.contains(Fate.BREAKS_CALLS_FOR_A_WHILE) && arrives < scenario.healedAt;
        if (breaks) {
            return status(503);
        }
        return call.lookup().batch().isPresent() ? multiget(call) : single(call);
    }

    private Fate fate(Call call, String key) {
        return scenario.market.fate(call.lookup().name(), key);
    }

    private HttpAnswer single(Call call) {
        String key = call.keys().get(0);
        int code = code(call, key);
        return code == 200 ? received(200, body(call, key)) : status(code);
    }

    private HttpAnswer multiget(Call call) {
        List<String> elements = new ArrayList<>();
        boolean nobodyKnown = true;
        for (String key : call.keys()) {
            Fate fate = fate(call, key);
            nobodyKnown &= fate == Fate.UNKNOWN;
            boolean shown =
                    fate != Fate.MISSING && (fate != Fate.SHY || call.keys().size() == 1);
            if (shown) {
                int code = code(call, key);
                elements.add("{\"code\":" + code + ",\"body\":"
                        + (code == 200 ? body(call, key) : "{\"id\":\"" + key + "\"}") + "}");
            }
        }
        if (nobodyKnown && random.nextInt(3) == 0) {
            return status(404);
        }
        if (random.nextInt(8) == 0) {
            elements.add("{\"code\":200,\"body\":{\"id\":\"stranger\"}}");
        }
        if (elements.size() > 1 && random.nextInt(3) == 0) {
            elements.add(elements.remove(random.nextInt(elements.size())));
        }
        return received(200, "[" + String.join(",", elements) + "]");
    }

    private int code(Call call, String key) {
        return switch (fate(call, key)) {
            case UNKNOWN -> 404;
            case BROKEN -> 500;
            case FLAKY -> failsAgain(call, key) ? random.nextBoolean() ? 429 : 503 : 200;
            default -> 200;
        };
    }

    private boolean failsAgain(Call call, String key) {
        LookupKey flaky = new LookupKey(call.lookup().name(), key);
        int most = call.api().retry().attempts() - 1;
        int planned = Math.min(most, 1 + Math.floorMod(key.hashCode(), 3));
        return failures.merge(flaky, 1, Integer::sum) <= planned;
    }

    private String body(Call call, String key) {
        StringBuilder body = new StringBuilder("{\"id\":\"").append(key).append("\",\"name\":\"");
        body.append(Market.nameOf(key)).append('"');
        if (call.lookup().name().equals(Market.ITEM)) {
            Market.Links its = scenario.market.links(key);
            body.append(",\"seller_id\":\"").append(its.seller()).append('"');
            if (its.category() != null) {
                body.append(",\"category_id\":\"").append(its.category()).append('"');
            }
        }
        return body.append('}').toString();
    }

    private static HttpAnswer status(int status) {
        return new HttpAnswer.Received(status, List.of(), new byte[0]);
    }

    private static HttpAnswer received(int status, String body) {
        return new HttpAnswer.Received(status, List.of(), body.getBytes(StandardCharsets.UTF_8));
    }
}
