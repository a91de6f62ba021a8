package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * Decides what is asked when, and what becomes of each key: batches, retries, splits, pauses. A state machine with no
 * clock, no thread and no socket of its own, so that any order of events can be played through. Owned by one thread;
 * times are nanoseconds of one monotonic clock, given by the caller.
 *
 * <p>Each question is answered exactly once, whatever the API does, unless the API answers nobody: then it waits (an
 * outage is the API's fault, never the key's).
 */
final class LookupEngine {
    private record Identity(String lookup, String key) {}

    /** A call on its way; hand it back with its result. */
    record Flight(Call call, Optional<KeyGroup> group) {}

    private final Pipeline pipeline;
    private final BiConsumer<Flight, Call> send;
    private final Map<String, ApiLane> lanes = new LinkedHashMap<>();
    private final Map<Identity, AskedKey> asked = new HashMap<>();

    /** @param send sends the call; its result comes back through {@link #landed}, never from within this */
    LookupEngine(Pipeline pipeline, RandomGenerator random, BiConsumer<Flight, Call> send) {
        this.pipeline = pipeline;
        this.send = send;
        for (Api api : pipeline.apis().values()) {
            lanes.put(api.name(), new ApiLane(api, random));
        }
    }

    /** Asks, or joins whoever asks the same already. */
    void ask(Question question, Asker asker, long now) {
        Identity identity = identity(question);
        AskedKey known = asked.get(identity);
        if (known != null) {
            known.join(asker);
            return;
        }
        AskedKey key = new AskedKey(question, asker);
        asked.put(identity, key);
        lane(question.lookup()).add(key, now);
    }

    /** Tells of a key that the API is known to have, to probe the API with when it answers nobody. */
    void remember(Question good) {
        lane(good.lookup()).remember(good);
    }

    /** Sends all that may go out now. */
    void advance(long now) {
        List<AskedKey> forgotten = new ArrayList<>();
        for (ApiLane lane : lanes.values()) {
            Optional<ApiLane.Departure> departure;
            while ((departure = lane.next(now, forgotten)).isPresent()) {
                Call call = departure.get().call();
                send.accept(new Flight(call, departure.get().group()), call);
            }
        }
        forgotten.forEach(this::forget);
    }

    /** When {@link #advance} has something to do at the latest; {@code Long.MAX_VALUE}: not until something happens. */
    long nextAt(long now) {
        return lanes.values().stream().mapToLong(lane -> lane.nextAt(now)).min().orElse(Long.MAX_VALUE);
    }

    /** A call's result; call {@link #advance} afterwards. */
    void landed(Flight flight, CallResult result, long now) {
        ApiLane lane = lane(flight.call().lookup());
        lane.returned();
        charge(flight, result);
        if (result instanceof CallResult.Answered answered) {
            answered(lane, flight, answered, now);
        } else if (result instanceof CallResult.Failed failed) {
            failed(lane, flight, failed, now);
        }
    }

    /** APIs that answer nobody while something waits for them. */
    Map<String, ApiLane.Health> troubles(long now) {
        Map<String, ApiLane.Health> troubles = new LinkedHashMap<>();
        lanes.forEach((name, lane) -> lane.trouble(now).ifPresent(health -> troubles.put(name, health)));
        return troubles;
    }

    /** Questions that have no result yet. */
    int pending() {
        return asked.size();
    }

    private void charge(Flight flight, CallResult result) {
        flight.group().ifPresent(group -> {
            boolean throttled = result instanceof CallResult.Failed failed && failed.trouble() == Trouble.THROTTLED;
            boolean retried = group.attempts() > 1 || group.keys().stream().allMatch(key -> key.tries() > 1);
            group.keys().get(0).charge(new Asker.CallCount(1, retried ? 1 : 0, throttled ? 1 : 0));
        });
    }

    private void answered(ApiLane lane, Flight flight, CallResult.Answered answered, long now) {
        lane.succeeded(flight.call().lookup());
        flight.group().ifPresent(group -> {
            for (AskedKey key : group.keys()) {
                CallResult.KeyAnswer answer =
                        answered.answers().get(key.question().key());
                if (answer == null) {
                    throw new IllegalStateException(
                            "no answer for " + key.question().key() + " in " + flight.call());
                }
                settle(lane, key, answer, now);
            }
        });
    }

    private void settle(ApiLane lane, AskedKey key, CallResult.KeyAnswer answer, long now) {
        if (answer instanceof CallResult.KeyAnswer.Final last) {
            if (last.result() instanceof KeyResult.Found) {
                lane.remember(key.question());
            }
            complete(key, last.result());
        } else if (answer instanceof CallResult.KeyAnswer.Again again) {
            int failures = key.countFailure();
            if (lane.retry().isExhausted(failures)) {
                complete(key, failed(again.trouble().code(), again.detail()));
            } else {
                lane.addLater(key, now + lane.retry().backoff(failures).toNanos());
            }
        } else if (answer instanceof CallResult.KeyAnswer.Unclear unclear) {
            if (key.askAlone()) {
                lane.addReady(KeyGroup.alone(key));
            } else {
                complete(key, failed(unclear.code(), unclear.detail()));
            }
        }
    }

    private void failed(ApiLane lane, Flight flight, CallResult.Failed failure, long now) {
        if (failure.trouble().isOfKey()) {
            flight.group().ifPresent(group -> blame(lane, group, failure));
            return;
        }
        lane.failed(flight.call().lookup(), failure, now);
        flight.group().ifPresent(group -> retry(lane, flight.call().lookup(), group, failure, now));
    }

    /** One of the keys is at fault: find it by halving; alone it is found. */
    private void blame(ApiLane lane, KeyGroup group, CallResult.Failed failure) {
        if (group.isAlone()) {
            complete(group.keys().get(0), failed(failure.trouble().code(), failure.detail()));
            return;
        }
        List<KeyGroup> parts = failure.trouble() == Trouble.BATCH_NOT_FOUND ? group.singles() : group.halves();
        parts.forEach(lane::addReady);
    }

    private void retry(ApiLane lane, Lookup lookup, KeyGroup group, CallResult.Failed failure, long now) {
        group.failed(lane.evidence(lookup));
        long dueAt = now + lane.retry().backoff(group.attempts()).toNanos();
        if (group.isAlone() && lane.retry().isExhausted(group.failures())) {
            complete(group.keys().get(0), failed(failure.trouble().code(), failure.detail()));
        } else if (group.isToSplit()) {
            group.halves().forEach(half -> lane.addLater(half, dueAt));
        } else {
            lane.addLater(group, dueAt);
        }
    }

    private static KeyResult failed(String code, String reason) {
        return new KeyResult.Failed(code, reason, 0);
    }

    private void complete(AskedKey key, KeyResult result) {
        asked.remove(identity(key.question()));
        key.complete(result);
    }

    private void forget(AskedKey key) {
        asked.remove(identity(key.question()));
    }

    private ApiLane lane(Lookup lookup) {
        ApiLane lane = lanes.get(lookup.api());
        if (lane == null) {
            throw new IllegalArgumentException("no api " + lookup.api() + " in pipeline " + pipeline.name());
        }
        return lane;
    }

    private static Identity identity(Question question) {
        return new Identity(question.lookup().name(), question.key());
    }
}
