package io.multiget.enricher.http;

import io.multiget.contract.LookupKey;
import io.multiget.contract.pipeline.Batch;
import io.multiget.contract.pipeline.Lookup;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Calls near the minimum: a key that somebody waits for is in one call at a time, however many ask. A first call is full,
 * or its first key has lingered. Whatever is asked again was in trouble before: a call that failed is followed by two at
 * most, and not at once, or by one a key where the batch was "not found" or failed again, and a key without a usable answer by one. Probes
 * for nobody are bounded by failures. What another instance has let everybody know is not asked by those who wait.
 *
 * <pre>calls of a lookup &lt;= keys / batch + lingers
 *                      + 2 * failed calls + keys of batches not found or failed again + troubled elements
 *                      + probes for nobody, which are &lt;= PROBES_A_FAILURE * failed calls</pre>
 */
final class Journeys implements EnginePromise {
    /** A probe every now and then until the endpoint is trusted again, which takes a handful of answers. */
    private static final int PROBES_A_FAILURE = 7;

    private final Map<LookupKey, Journey> journeys = new LinkedHashMap<>();
    private final Map<String, Weather> weather = new HashMap<>();
    private boolean somebodyGone;
    private int repeatsEarned;
    private int probesEarned;

    /** Of a key that has not arrived. */
    Optional<Journey> of(Question question) {
        return Optional.ofNullable(journeys.get(identity(question))).filter(journey -> !journey.over);
    }

    @Override
    public void asked(Asking asking, long now) {
        LookupKey key = identity(asking.question());
        Journey journey = journeys.get(key);
        if (journey == null || journey.over) {
            journey = start(key, now, false);
        } else if (journey.isGivenUp() && !journey.inFlight) {
            journey = start(key, now, true);
        }
        journey.join(asking);
    }

    private Journey start(LookupKey key, long now, boolean takenUp) {
        Journey journey = new Journey(now, takenUp);
        journeys.put(key, journey);
        return journey;
    }

    @Override
    public void heard(LookupKey key, long until) {
        Journey journey = journeys.get(key);
        if (journey != null) {
            journey.knownUntil = until;
        }
    }

    /** From now on, batches may be less than full for want of somebody who listens. */
    void somebodyIsGone() {
        somebodyGone = true;
    }

    @Override
    public void sent(Flight flight, long now) {
        if (flight.group().isEmpty()) {
            Broken.when(
                    probesEarned-- == 0,
                    "probes for nobody without end: %s",
                    flight.call().keys());
            return;
        }
        List<Journey> inCall = flight.call().keys().stream()
                .map(key -> journey(flight.call().lookup(), key))
                .toList();
        for (Journey journey : inCall) {
            Broken.when(
                    journey.inFlight,
                    "two calls at once about a key of %s",
                    flight.call().keys());
            Broken.when(
                    now < journey.knownUntil,
                    "a call about a key of %s that another instance has let everybody know",
                    flight.call().keys());
            Broken.when(
                    journey.isGivenUp(),
                    "a call about a key of %s that nobody waits for",
                    flight.call().keys());
            Broken.when(
                    journey.over,
                    "a call about a key of %s that is answered",
                    flight.call().keys());
        }
        boolean tooEarly = inCall.stream().anyMatch(journey -> journey.isResting(inCall.size(), now));
        Broken.when(
                tooEarly && !flight.probe(),
                "a call without a backoff about %s",
                flight.call().keys());
        checkSize(flight, inCall, now);
        checkCompany(flight, inCall);
        boolean repeats = inCall.stream().anyMatch(journey -> journey.tries > 0 || journey.takenUp);
        if (repeats && inCall.stream().noneMatch(journey -> journey.takenUp)) {
            Broken.when(
                    repeatsEarned-- == 0,
                    "more calls than there was trouble: %s",
                    flight.call().keys());
        }
        inCall.forEach(journey -> journey.sent(now));
    }

    private void checkSize(Flight flight, List<Journey> inCall, long now) {
        Lookup lookup = flight.call().lookup();
        int most = lookup.batch().map(Batch::size).orElse(1);
        Broken.when(inCall.size() > most, "%d keys in a call, and %d are allowed", inCall.size(), most);
        boolean first = inCall.stream().allMatch(journey -> journey.tries == 0 && !journey.takenUp);
        if (first && inCall.size() < most && !flight.probe() && !somebodyGone) {
            long since =
                    inCall.stream().mapToLong(journey -> journey.askedAt).min().orElseThrow();
            long linger = lookup.batch().map(batch -> batch.linger().toNanos()).orElse(0L);
            Broken.when(
                    now - since < linger,
                    "an incomplete batch that has not lingered: %s",
                    flight.call().keys());
        }
    }

    /** Half a batch is turned away like a whole one, and costs as much. */
    private void checkCompany(Flight flight, List<Journey> inCall) {
        if (flight.probe()) {
            inCall.forEach(journey -> journey.takenOut(inCall.size()));
        }
        boolean torn = inCall.stream().anyMatch(journey -> journey.isTornOut(inCall.size()));
        Broken.when(
                torn && !somebodyGone,
                "%s were throttled with others, and come without",
                flight.call().keys());
    }

    @Override
    public void landed(Flight flight, CallResult result, boolean down, long now) {
        flight.group().ifPresent(group -> flight.call()
                .keys()
                .forEach(key -> journey(flight.call().lookup(), key).inFlight = false));
        if (result instanceof CallResult.Answered answered) {
            weather(flight.call()).answered(isUnprejudiced(flight), flight.sentAt(), now);
            flight.group().ifPresent(group -> answered.answers()
                    .forEach((key, answer) -> answered(flight.call(), key, answer, now)));
        } else if (result instanceof CallResult.Failed failed) {
            probesEarned += PROBES_A_FAILURE;
            if (!failed.trouble().isOfKey() && failed.trouble() != Trouble.UNSENT) {
                weather(flight.call()).failed(isUnprejudiced(flight));
            }
            flight.group().ifPresent(group -> failed(flight.call(), failed, down, now));
        }
    }

    private Weather weather(Call call) {
        return weather(call.lookup());
    }

    private Weather weather(Lookup of) {
        return weather.computeIfAbsent(of.name(), lookup -> new Weather());
    }

    /** Whether the API has answered somebody who asked after the last failure of that key's own call. */
    boolean isOthersAnsweredSince(Question question) {
        return of(question).stream()
                .allMatch(journey -> weather(question.lookup()).lastAnsweredCall() >= journey.callFailedAt());
    }

    private boolean isUnprejudiced(Flight flight) {
        return flight.group().isEmpty()
                || flight.call().keys().stream()
                        .allMatch(key -> journey(flight.call().lookup(), key).tries == 1);
    }

    private void failed(Call call, CallResult.Failed failed, boolean down, long now) {
        boolean alone = call.keys().size() == 1;
        boolean again = call.keys().stream().allMatch(key -> journey(call.lookup(), key).tries > 1);
        boolean each = failed.trouble() == Trouble.BATCH_NOT_FOUND || again;
        repeatsEarned += alone ? 1 : each ? call.keys().size() : 2;
        Journey.Company company = new Journey.Company(call.keys().size());
        for (String key : call.keys()) {
            Journey journey = journey(call.lookup(), key);
            journey.failed(failed.detail());
            if (failed.trouble() == Trouble.THROTTLED) {
                journey.throttledWith(company);
            }
            if (failed.trouble().isOfKey()) {
                journey.restNoMore();
            } else {
                journey.rest(
                        failed.trouble() == Trouble.UNSENT,
                        call.keys().size(),
                        now + call.api().retry().minBackoff().toNanos() / 2);
            }
            journey.callFailed(now);
            if (alone && failed.trouble().maySpeakOfKey(true) && weather(call).isFair()) {
                journey.countFailure(down, weather(call).lastAnswer(), now);
            }
        }
    }

    private void answered(Call call, String key, CallResult.KeyAnswer answer, long now) {
        Journey journey = journey(call.lookup(), key);
        journey.restNoMore();
        if (answer instanceof CallResult.KeyAnswer.Final) {
            journey.over = true;
        } else if (answer instanceof CallResult.KeyAnswer.Again again) {
            repeatsEarned++;
            journey.failed(again.detail());
            journey.callFailed(Long.MIN_VALUE); // the call was fine
            journey.countFailure(false, now, now);
            int chances = call.api().retry().attempts();
            Broken.when(journey.countElementFailure() > chances, "more than %d chances for %s", chances, key);
        } else if (answer instanceof CallResult.KeyAnswer.Unclear unclear) {
            repeatsEarned++;
            journey.failed(unclear.detail());
        }
    }

    @Override
    public void answered(Asking asking, KeyResult result, long now) {
        journey(asking.question().lookup(), asking.question().key()).over = true;
    }

    private Journey journey(Lookup lookup, String key) {
        Journey journey = journeys.get(new LookupKey(lookup.name(), key));
        Broken.when(journey == null, "nobody has asked about %s", key);
        return Objects.requireNonNull(journey);
    }

    private static LookupKey identity(Question question) {
        return new LookupKey(question.lookup().name(), question.key());
    }
}
