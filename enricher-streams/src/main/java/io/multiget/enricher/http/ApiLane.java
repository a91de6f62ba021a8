package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Lookup;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * One API: its lookups' queues and health, and the limits they share. Says what goes out next and when; sends nothing
 * itself. Times are nanoseconds of the engine's clock. Owned by the engine.
 */
final class ApiLane {
    /** A shorter pause is over before anybody has read of it. */
    private static final long PAUSE_WORTH_TELLING = TimeUnit.SECONDS.toNanos(1);

    /**
     * A probe without an answer for so long is not waited for any more: in an outage that swallows calls, the API's end of
     * it must not go unnoticed until they have all timed out.
     */
    private static final long PATIENCE_WITH_PROBE = TimeUnit.SECONDS.toNanos(4);

    /** @param nextTry when it is asked next; in the past while that call is on its way */
    record Outage(long since, String reason, long nextTry) {}

    private final Api api;
    private final RetryPolicy retry;
    private final RateGate rate;
    private final ConcurrencyLimit limit;
    private final List<Lookup> lookups;
    private final Map<String, LookupQueue> queues = new LinkedHashMap<>();
    private final Deque<LookupQueue> turns;

    /** Calls that are over, whose answers are still being read, and when each was over. */
    private final Map<Flight, Long> unread = new IdentityHashMap<>();

    /** The rate gate's numbers of calls that are not known to have gone out. */
    private final Map<Flight, Long> numbers = new IdentityHashMap<>();

    private int inFlight;
    private long answeredAt;
    private boolean everAnswered;

    /** When as many calls were in flight as may be. */
    private long fullAt;

    private boolean everFull;
    private int probes;
    private long probedAt;
    private int throttlesInARow;
    private long throttledSince;
    private long throttledAt;
    private long pause;
    private long pausedUntil = Long.MIN_VALUE;
    private String lastThrottle = "";

    /**
     * @param lookups all that ask this API
     * @param forget told of keys that are dropped because nobody waits for them any more
     */
    ApiLane(Api api, Collection<Lookup> lookups, MoreToCome more, RandomGenerator random, Consumer<AskedKey> forget) {
        this.api = api;
        this.retry = new RetryPolicy(api.retry(), random);
        this.rate = new RateGate(api.rateLimit());
        this.limit = new ConcurrencyLimit(api.concurrency());
        this.lookups = List.copyOf(lookups);
        lookups.forEach(lookup -> queues.put(lookup.name(), new LookupQueue(lookup, new Health(retry), more, forget)));
        this.turns = new ArrayDeque<>(queues.values());
    }

    /** This instance's share of the API's limits, above 0 and at most 1. */
    void share(double share, long now) {
        rate.share(share, now);
        limit.share(share);
    }

    /** Sends nothing until then. */
    void hold(long until) {
        pausedUntil = Math.max(pausedUntil, until);
    }

    /** Forgets what nobody waits for. */
    void sweep() {
        queues.values().forEach(LookupQueue::sweep);
    }

    RetryPolicy retry() {
        return retry;
    }

    LookupQueue queue(Lookup lookup) {
        LookupQueue queue = queues.get(lookup.name());
        if (queue == null) {
            throw new IllegalArgumentException("no lookup " + lookup.name() + " asks api " + api.name());
        }
        return queue;
    }

    /** The call that goes out now, lookups taking turns; nothing when there is none, or it must wait. */
    Optional<Flight> next(long now) {
        queues.values().forEach(queue -> queue.release(now));
        if (now < pausedUntil || !admits() || !rate.isOpen(now)) {
            return Optional.empty();
        }
        for (int i = turns.size(); i > 0; i--) {
            LookupQueue queue = turns.remove();
            turns.add(queue);
            Optional<Flight> flight = next(queue, now);
            if (flight.isPresent()) {
                depart(queue, flight.get(), now);
                return flight;
            }
        }
        return Optional.empty();
    }

    /** Answers that come faster than they are read hold back what would bring still more of them. */
    private boolean admits() {
        return limit.admits(inFlight) && unread.size() <= limit.current();
    }

    private Optional<Flight> next(LookupQueue queue, long now) {
        if (!isProbing(now) && queue.health().probeAt() <= now && queue.hasProbe()) {
            return probe(queue, now);
        }
        return queue.health().isClosed() ? Optional.empty() : queue.take(now).map(group -> flight(group, false, now));
    }

    private Optional<Flight> probe(LookupQueue queue, long now) {
        Question good = queue.health().probeQuestion();
        if (good == null) {
            return queue.takeEarly(now).map(group -> flight(group, true, now));
        }
        return Optional.of(new Flight(call(good, List.of(good.key())), Optional.empty(), true, now));
    }

    private Flight flight(KeyGroup group, boolean probe, long now) {
        List<String> keys =
                group.keys().stream().map(key -> key.question().key()).toList();
        return new Flight(call(group.keys().get(0).question(), keys), Optional.of(group), probe, now);
    }

    private Call call(Question question, List<String> keys) {
        return new Call(api, question.lookup(), question.path(), question.query(), keys);
    }

    private void depart(LookupQueue queue, Flight flight, long now) {
        inFlight++;
        if (!limit.admits(inFlight)) {
            fullAt = now;
            everFull = true;
        }
        long number = rate.pass(now);
        if (api.rateLimit().isPresent()) {
            numbers.put(flight, number);
        }
        if (flight.probe()) {
            probes++;
            probedAt = now;
            queue.health().probed(now);
        }
        flight.group().ifPresent(queue::sent);
    }

    private boolean isProbing(long now) {
        return probes > 0 && now - probedAt < PATIENCE_WITH_PROBE;
    }

    /** When {@link #next} may have something that it has not now, unless an answer or a question comes first. */
    long nextAt(long now) {
        long gate = admits() ? Math.max(pausedUntil, rate.nextAt(now)) : Long.MAX_VALUE;
        long at = Long.MAX_VALUE;
        for (LookupQueue queue : queues.values()) {
            at = Math.min(at, queue.releaseAt());
            at = Math.min(at, Math.max(gate, workAt(queue, now)));
        }
        return at;
    }

    private long workAt(LookupQueue queue, long now) {
        long probeAt = queue.hasProbe() ? queue.health().probeAt() : Long.MAX_VALUE;
        if (isProbing(now)) {
            probeAt = Math.max(probeAt, probedAt + PATIENCE_WITH_PROBE);
        }
        return queue.health().isClosed() ? probeAt : Math.min(probeAt, queue.dueAt());
    }

    /** A call went out at that time. */
    void departed(Flight flight, long at) {
        Long number = numbers.remove(flight);
        if (number != null) {
            rate.departed(number, at);
        }
    }

    /** A call is over, and another one may go out in its place. */
    void returned(Flight flight, long now) {
        inFlight--;
        unread.put(flight, now);
    }

    /**
     * What a call has brought is understood.
     *
     * @return when the call was over
     */
    long understood(Flight flight, long now) {
        numbers.remove(flight);
        Long returnedAt = unread.remove(flight);
        if (returnedAt == null) {
            inFlight--;
        }
        probes -= flight.probe() ? 1 : 0;
        flight.group().ifPresent(queue(flight.call().lookup())::understood);
        return returnedAt == null ? now : returnedAt;
    }

    /** @param returnedAt when the call was over */
    void answered(Flight flight, long returnedAt, long now) {
        throttlesInARow = 0;
        rate.answered();
        Health health = health(flight);
        if (health.isClosed()) {
            boolean nobodyWasAnswered = !everAnswered || answeredAt - health.failingSince() <= 0;
            if (nobodyWasAnswered && health.isDown(now)) {
                limit.restart();
            }
            queues.values().forEach(queue -> queue.health().hope(now));
        }
        health.answered(flight);
        answeredAt = now;
        everAnswered = true;
        learn(flight, returnedAt, now);
    }

    /** What an answer says of how many calls the API takes at once. */
    private void learn(Flight flight, long returnedAt, long now) {
        boolean reached = everFull && fullAt - flight.sentAt() >= 0;
        flight.group().map(KeyGroup::lostAt).ifPresent(lost -> lost.ifPresent(sentAt -> limit.mended(sentAt, now)));
        Lookup lookup = flight.call().lookup();
        boolean full = flight.group().isPresent() && flight.call().keys().size() == lookup.keysPerCall();
        LatencyWatch latency = queue(lookup).latency();
        boolean watched = reached && full && limit.hasStoodSince(flight.sentAt());
        limit.answered(reached && !(watched && latency.isLooking()));
        if (watched) {
            heed(latency, latency.answered(flight.sentAt(), returnedAt, now, limit.current()), now);
        }
    }

    private void heed(LatencyWatch judge, LatencyWatch.Sign sign, long now) {
        if (sign == LatencyWatch.Sign.QUEUEING) {
            limit.queueing(now);
            tellLevelChanged(now);
        } else if (sign == LatencyWatch.Sign.NOT_QUEUEING) {
            limit.notQueueing();
            queues.values().stream()
                    .map(LookupQueue::latency)
                    .filter(other -> other != judge)
                    .forEach(other -> other.slowerBy(judge.risen()));
        }
    }

    private void tellLevelChanged(long now) {
        queues.values().forEach(queue -> queue.latency().levelChanged(now));
    }

    void failed(Flight flight, CallResult.Failed failure, long now) {
        if (failure.trouble() == Trouble.THROTTLED || failure.retryAfter().isPresent()) {
            throttled(flight, failure, now);
        }
        if (failure.trouble().isOfKey()) {
            health(flight).reached();
        } else {
            if (failure.trouble() != Trouble.THROTTLED) {
                flight.group().ifPresent(group -> group.lost(flight.sentAt()));
            }
            health(flight).failed(flight, failure.detail(), now);
        }
    }

    /** Calls that were in flight together are throttled together: they are one sign, not many. */
    private void throttled(Flight flight, CallResult.Failed failure, long now) {
        boolean sameSign = throttlesInARow > 0 && flight.sentAt() < throttledAt;
        boolean firstSign = throttlesInARow == 0 && limit.hasStoodSince(flight.sentAt());
        if (!sameSign) {
            throttledSince = throttlesInARow++ == 0 ? now : throttledSince;
            throttledAt = now;
            pause = 0;
        }
        lastThrottle = failure.detail();
        rate.refused(now);
        long asked =
                failure.retryAfter().map(retry::clamp).map(Duration::toNanos).orElse(0L);
        pause = Math.max(
                pause,
                asked > 0 || sameSign
                        ? asked
                        : retry.probeBackoff(throttlesInARow).toNanos());
        pausedUntil = Math.max(pausedUntil, now + pause);
        if (firstSign) {
            limit.throttled(now);
            tellLevelChanged(now);
            // Who says when to come back speaks of the rate; else it may be one key.
            if (asked > 0 || rate.refusesMany()) {
                rate.slowDown(now, pausedUntil);
            }
        }
        if (throttlesInARow > 1 || pause >= PAUSE_WORTH_TELLING) {
            limit.restart();
        }
    }

    /** What keeps this API from answering, while something waits for it. */
    Optional<Outage> outage(long now) {
        return throttle().or(() -> longestDown(now));
    }

    private Optional<Outage> throttle() {
        boolean worthTelling = throttlesInARow > 0 && pause >= PAUSE_WORTH_TELLING;
        boolean wanted = queues.values().stream().anyMatch(LookupQueue::isWanted);
        return worthTelling && wanted
                ? Optional.of(new Outage(throttledSince, lastThrottle, pausedUntil))
                : Optional.empty();
    }

    private Optional<Outage> longestDown(long now) {
        return queues.values().stream()
                .filter(queue -> queue.health().isDown(now) && queue.isWanted())
                .map(LookupQueue::health)
                .min(Comparator.comparingLong(Health::failingSince))
                .map(down ->
                        new Outage(down.failingSince(), down.lastFailure(), Math.max(pausedUntil, nextTry(down, now))));
    }

    private long nextTry(Health down, long now) {
        return isProbing(now) || down.probeAt() == Long.MAX_VALUE ? Long.MIN_VALUE : down.probeAt();
    }

    /** @param oldestSince when the question of a lookup was asked that has waited longest */
    ApiLevel level(Function<Lookup, OptionalLong> oldestSince, long now) {
        List<LookupLevel> levels = new ArrayList<>(queues.size());
        for (Lookup lookup : lookups) {
            levels.add(queue(lookup).level(lookup.name(), oldestSince.apply(lookup)));
        }
        OptionalLong waitingSince =
                outage(now).map(Outage::since).map(OptionalLong::of).orElse(OptionalLong.empty());
        return new ApiLevel(api.name(), inFlight, limit.current(), rate.pace(now), waitingSince, levels);
    }

    private Health health(Flight flight) {
        return queue(flight.call().lookup()).health();
    }
}
