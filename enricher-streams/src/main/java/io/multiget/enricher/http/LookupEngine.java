package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Decides what is asked when, and what becomes of each key: batches, retries, splits, pauses. A state machine with no
 * clock, no thread and no socket of its own, so that any order of events can be played through. Run by one thread at a time;
 * times are nanoseconds of one monotonic clock, given by the caller.
 *
 * <p>Each question is answered exactly once, whatever the API does, unless a lookup's endpoint answers nobody: then it
 * waits (an outage is the API's fault, never the key's).
 */
final class LookupEngine {
    /** A first failure is mended by the second try, as a rule, and asks for no more than that. */
    private static final long HICCUP_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private final Pipeline pipeline;
    private final Consumer<Flight> send;
    private final Map<String, ApiLane> lanes = new LinkedHashMap<>();
    private final AskedKeys asked = new AskedKeys();
    private final RecentAnswers recent = new RecentAnswers();
    private final MoreToCome more;
    private final LookupMeter meter;

    /** An engine that nobody looks at. */
    LookupEngine(Pipeline pipeline, RandomGenerator random, Consumer<Flight> send) {
        this(pipeline, random, send, LookupMeter.NONE);
    }

    /** @param send sends the call; its result comes back through {@link #landed}, never from within this */
    LookupEngine(Pipeline pipeline, RandomGenerator random, Consumer<Flight> send, LookupMeter meter) {
        this.pipeline = pipeline;
        this.send = send;
        this.meter = meter;
        this.more = new MoreToCome(pipeline, asked);
        for (Api api : pipeline.apis().values()) {
            List<Lookup> lookups = pipeline.lookups().values().stream()
                    .filter(lookup -> lookup.api().equals(api.name()))
                    .toList();
            lanes.put(api.name(), new ApiLane(api, lookups, more, random, this::drop));
        }
    }

    /** Asks, or joins whoever asks the same already or did a moment ago. */
    void ask(Question question, Asker asker, long now) {
        AskedKey known = asked.find(question.lookup(), question.key());
        if (known != null) {
            known.join(asker);
            meter.joined(question.lookup());
            return;
        }
        KeyResult answered = recent.find(question.lookup(), question.key(), now);
        if (answered != null) {
            if (!asker.isGone()) {
                asker.answered(question, answered, false);
                meter.joined(question.lookup());
            }
            return;
        }
        AskedKey key = new AskedKey(question, asker, now);
        queue(question.lookup()).add(key, now);
        asked.add(key);
    }

    /**
     * Another instance has let everybody know what it was told of that key: whoever waits for it here need not ask any
     * more. A call that is on its way may fail, and then this is its answer.
     *
     * @param until when it is not to be believed any more
     */
    void heard(Lookup lookup, String key, KeyResult result, long until, long now) {
        if (until - now <= 0) {
            return;
        }
        recent.addHeard(lookup, key, result, until, now);
        AskedKey waiting = asked.find(lookup, key);
        if (waiting == null) {
            return;
        }
        waiting.heard(result, until);
        if (!waiting.isInFlight()) {
            settleAsHeard(waiting, result, now);
        }
    }

    private void settleAsHeard(AskedKey key, KeyResult result, long now) {
        Lookup lookup = key.question().lookup();
        asked.remove(key);
        queue(lookup).remove(key);
        more.done(lookup, now);
        meter.heard(lookup);
        key.completeAsHeard(result);
    }

    /** Forgets at once what nobody waits for, so that not even a probe is sent for it. */
    void sweep() {
        lanes.values().forEach(ApiLane::sweep);
    }

    /** This instance's share of each API's limits, above 0 and at most 1; all of it until it is told otherwise. */
    void share(double share, long now) {
        lanes.values().forEach(lane -> lane.share(share, now));
    }

    /** Sends nothing until then. */
    void hold(long until) {
        lanes.values().forEach(lane -> lane.hold(until));
    }

    /** A line of that upload has come, which was the last or not. */
    void expect(Object upload, boolean last, long now) {
        if (last) {
            more.ended(upload);
        } else {
            more.coming(upload, now);
        }
    }

    /** Tells of a key that the API is known to have, to probe the API with when it answers nobody. */
    void remember(Question good) {
        queue(good.lookup()).health().remember(good, true);
    }

    /** Sends all that may go out now. */
    void advance(long now) {
        int before;
        do {
            before = asked.size();
            lanes.values().forEach(lane -> advance(lane, now));
            // A key that was dropped may have been what another lane's call waited for.
        } while (asked.size() != before);
    }

    private void advance(ApiLane lane, long now) {
        Optional<Flight> flight;
        while ((flight = lane.next(now)).isPresent()) {
            tellSent(flight.get());
            send.accept(flight.get());
        }
    }

    private void tellSent(Flight flight) {
        meter.sent(
                flight.call().lookup(),
                flight.group().map(group -> group.keys().size()).orElse(0),
                flight.group().map(KeyGroup::newKeys).orElse(0));
    }

    /** When {@link #advance} has something to do at the latest; {@code Long.MAX_VALUE}: not until something happens. */
    long nextAt(long now) {
        return lanes.values().stream().mapToLong(lane -> lane.nextAt(now)).min().orElse(Long.MAX_VALUE);
    }

    /** A call went out on the wire at that time, a little after it was sent; before {@link #landed}, or not at all. */
    void departed(Flight flight, long at) {
        lane(flight.call().lookup()).departed(flight, at);
    }

    /**
     * A call is over, and what it has brought is being read: another may go out meanwhile. Before {@link #landed}, or not
     * at all; call {@link #advance} afterwards. Not for a call that has failed, as what comes next depends on how.
     */
    void returned(Flight flight, long now) {
        lane(flight.call().lookup()).returned(flight, now);
    }

    /** A call's result, once for each call; call {@link #advance} afterwards. */
    void landed(Flight flight, CallResult brought, long now) {
        CallResult result = brought.meaning();
        ApiLane lane = lane(flight.call().lookup());
        LookupQueue queue = lane.queue(flight.call().lookup());
        long returnedAt = lane.understood(flight, now);
        meter.landed(flight.call().lookup(), LookupMeter.Landing.of(flight, result, returnedAt));
        charge(flight, result);
        if (result instanceof CallResult.Answered answered) {
            lane.answered(flight, returnedAt, now);
            queue.convict(flight.sentAt(), (key, verdict) -> complete(key, verdict, now));
            flight.group().ifPresent(group -> answered(lane, group, answered, now));
        } else if (result instanceof CallResult.Failed failed) {
            failed(lane, flight, failed, now);
        }
        flight.group().ifPresent(group -> group.keys().forEach(key -> settleIfHeard(key, now)));
        if (queue.hasCondemned()) {
            queue.health().doubt(now + lane.retry().minBackoff().toNanos() / 2);
        }
    }

    /** APIs that answer nobody while something waits for them. */
    Map<String, ApiLane.Outage> outages(long now) {
        Map<String, ApiLane.Outage> outages = new LinkedHashMap<>();
        lanes.forEach((name, lane) -> lane.outage(now).ifPresent(outage -> outages.put(name, outage)));
        return outages;
    }

    /** Where each API's lane stands, in the pipeline's order. */
    List<ApiLevel> levels(long now) {
        return lanes.values().stream()
                .map(lane -> lane.level(asked::oldestSince, now))
                .toList();
    }

    /** Questions that have no result yet. */
    int pending() {
        return asked.size();
    }

    private void charge(Flight flight, CallResult result) {
        flight.group().ifPresent(group -> {
            boolean throttled = result instanceof CallResult.Failed failed && failed.trouble() == Trouble.THROTTLED;
            group.keys().get(0).charge(new Asker.CallCount(1, group.isRetry() ? 1 : 0, throttled ? 1 : 0));
        });
    }

    private void answered(ApiLane lane, KeyGroup group, CallResult.Answered answered, long now) {
        for (AskedKey key : group.keys()) {
            String text = key.question().key();
            CallResult.KeyAnswer answer = answered.answers().get(text);
            if (answer == null) {
                throw new IllegalStateException("no answer for " + text + " among " + answered.answers());
            }
            settle(lane, key, answer, now);
        }
    }

    private void settleIfHeard(AskedKey key, long now) {
        KeyResult heard = key.heard(now);
        if (heard != null && asked.contains(key)) {
            settleAsHeard(key, heard, now);
        }
    }

    private void settle(ApiLane lane, AskedKey key, CallResult.KeyAnswer answer, long now) {
        LookupQueue queue = lane.queue(key.question().lookup());
        if (answer instanceof CallResult.KeyAnswer.Final last) {
            queue.health().remember(key.question(), last.result() instanceof KeyResult.Found);
            complete(key, last.result(), now);
        } else if (answer instanceof CallResult.KeyAnswer.Again again) {
            int failures = key.countFailure();
            if (lane.retry().isExhausted(failures)) {
                complete(key, failed(again.trouble(), again.detail()), now);
            } else {
                queue.addLater(key, now + lane.retry().backoff(failures).toNanos());
            }
        } else if (answer instanceof CallResult.KeyAnswer.Unclear unclear) {
            queue.health().remember(key.question(), false);
            if (key.askAlone()) {
                queue.addReady(KeyGroup.alone(key));
            } else {
                complete(key, new KeyResult.Failed(unclear.code(), unclear.detail(), 0), now);
            }
        }
    }

    private void failed(ApiLane lane, Flight flight, CallResult.Failed failure, long now) {
        LookupQueue queue = lane.queue(flight.call().lookup());
        if (failure.trouble() == Trouble.UNSENT
                && flight.group().map(KeyGroup::repeat).orElseGet(queue.health()::repeat)) {
            flight.group().ifPresent(queue::addReady);
            return;
        }
        lane.failed(flight, failure, now);
        if (flight.isUnprejudiced() && !failure.trouble().isOfKey()) {
            queue.acquit(flight.sentAt());
        }
        flight.group().ifPresent(group -> {
            if (failure.trouble().isOfKey()) {
                blame(queue, group, failure, now);
            } else {
                retry(lane, group, failure, now);
            }
        });
    }

    /** One of the keys is at fault: find it by halving; alone it is found. */
    private void blame(LookupQueue queue, KeyGroup group, CallResult.Failed failure, long now) {
        if (group.isAlone()) {
            complete(group.keys().get(0), failed(failure.trouble(), failure.detail()), now);
            return;
        }
        List<KeyGroup> parts = failure.trouble() == Trouble.BATCH_NOT_FOUND ? group.singles() : group.halves();
        parts.forEach(queue::addReady);
    }

    /** Either the API is at fault or one of the keys: ask again, in halves or not, until it is clear which. */
    private void retry(ApiLane lane, KeyGroup group, CallResult.Failed failure, long now) {
        AskedKey first = group.keys().get(0);
        LookupQueue queue = lane.queue(first.question().lookup());
        long backoff = backoff(lane.retry(), queue.health(), group).toNanos();
        boolean counts = failure.trouble().maySpeakOfKey(group.isWorthBlaming()) && group.failed(queue.health());
        if (counts && group.isAlone() && isGivenUp(lane.retry(), queue.health(), first.countFailure(failure))) {
            CallResult.Failed usual = first.usualFailure();
            queue.condemn(group, failed(usual.trouble(), usual.detail()), now, now + backoff);
            return;
        }
        queue.health().doubt(now + (group.attempts() > 1 ? backoff / 2 : HICCUP_NANOS));
        List<KeyGroup> parts = counts && group.isToSplit() ? group.halves() : List.of(group);
        parts.forEach(part -> queue.addLater(part, now + backoff));
    }

    /** Where calls fail by chance, it takes more of them to tell a bad key from bad luck. */
    private static boolean isGivenUp(RetryPolicy retry, Health health, int failures) {
        return retry.isExhausted(failures) && !health.baseRate().isChance(failures);
    }

    /** While nobody is answered the API is probed, and who waits goes on soon after that is over, as if it had not been. */
    private static Duration backoff(RetryPolicy retry, Health health, KeyGroup group) {
        return health.isClosed()
                ? retry.probeBackoff(group.attempts())
                : retry.backoff(Math.max(1, group.setbacks().failures()));
    }

    private static KeyResult failed(Trouble trouble, String reason) {
        return new KeyResult.Failed(trouble.code(), reason, 0);
    }

    private void complete(AskedKey key, KeyResult result, long now) {
        if (result instanceof KeyResult.Failed && key.heard(now) != null) {
            return; // it has an answer, with which it is settled once the call is dealt with
        }
        asked.remove(key);
        recent.add(key.question(), result, now);
        more.done(key.question().lookup(), now);
        meter.ended(key.question().lookup(), result);
        key.complete(result);
    }

    private void drop(AskedKey key) {
        asked.remove(key);
        meter.dropped(key.question().lookup());
    }

    private LookupQueue queue(Lookup lookup) {
        return lane(lookup).queue(lookup);
    }

    private ApiLane lane(Lookup lookup) {
        ApiLane lane = lanes.get(lookup.api());
        if (lane == null) {
            throw new IllegalArgumentException("no api " + lookup.api() + " in pipeline " + pipeline.name());
        }
        return lane;
    }
}
