package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Lookup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One API's queue, limits and health. Says what goes out next and when; sends nothing itself. Times are nanoseconds of
 * the engine's clock. Owned by the engine's thread.
 *
 * <p>When several calls in a row fail and none succeeds, the lane closes: one probe at a time goes out, about a key that
 * is known to be good where there is one, until a call succeeds. So an outage costs the API a call now and then, and a
 * key that fails alone can be told from an API that answers nobody.
 */
final class ApiLane {
    /** Failed calls in a row that close the lane. */
    static final int FAILURES_TO_CLOSE = 3;

    /** The keys of one lookup that may share calls. */
    private record Route(String lookup, String path, String query) {}

    private record Delayed(long dueAt, long order, KeyGroup group, boolean mergeable) {}

    /** What goes out: a group, or a probe with nobody waiting for it. */
    record Departure(Call call, Optional<KeyGroup> group) {}

    private final Api api;
    private final RetryPolicy retry;
    private final RateGate rate;
    private final Map<Route, Batcher> batchers = new LinkedHashMap<>();
    private final Deque<Route> turns = new ArrayDeque<>();
    private final Deque<KeyGroup> ready = new ArrayDeque<>();
    private final PriorityQueue<Delayed> delayed =
            new PriorityQueue<>(Comparator.comparingLong(Delayed::dueAt).thenComparingLong(Delayed::order));
    private final Map<String, Question> knownGood = new HashMap<>();
    private final Map<String, Long> successesByLookup = new HashMap<>();
    private long successes;
    private long orders;
    private int inFlight;
    private long pausedUntil = Long.MIN_VALUE;
    private int failuresInARow;
    private int throttlesInARow;
    private long probeAt = Long.MIN_VALUE;
    private long failingSince;
    private String lastFailure = "";
    private @Nullable String lastFailedLookup;

    ApiLane(Api api, RandomGenerator random) {
        this.api = api;
        this.retry = new RetryPolicy(api.retry(), random);
        this.rate = new RateGate(api.rateLimit());
    }

    RetryPolicy retry() {
        return retry;
    }

    /** A key to ask with others. */
    void add(AskedKey key, long now) {
        batcher(key.question()).add(key, now);
    }

    /** A group to ask as it is, before anything new. */
    void addReady(KeyGroup group) {
        ready.add(group);
    }

    /** A group to ask as it is, later. */
    void addLater(KeyGroup group, long dueAt) {
        delayed.add(new Delayed(dueAt, orders++, group, false));
    }

    /** A key to ask with others, later. */
    void addLater(AskedKey key, long dueAt) {
        delayed.add(new Delayed(dueAt, orders++, KeyGroup.of(List.of(key)), true));
    }

    /** Remembers a key that the API has answered, to probe it with. */
    void remember(Question good) {
        knownGood.putIfAbsent(good.lookup().name(), good);
    }

    /** What speaks for the API at this moment. */
    Evidence evidence(Lookup lookup) {
        return new Evidence(
                successes, successesByLookup.getOrDefault(lookup.name(), 0L), knownGood.containsKey(lookup.name()));
    }

    /** What may go out now; nothing when there is nothing, or it must wait. Keys that nobody waits for are dropped. */
    Optional<Departure> next(long now, List<AskedKey> forgotten) {
        releaseDelayed(now);
        if (now < pausedUntil || inFlight >= api.concurrency() || !rate.isOpen(now)) {
            return Optional.empty();
        }
        Optional<Departure> departure =
                isClosed() ? probe(now, forgotten) : group(now, forgotten).map(this::depart);
        departure.ifPresent(d -> {
            inFlight++;
            rate.pass(now);
            d.group().ifPresent(g -> g.sent(evidence(d.call().lookup())));
        });
        return departure;
    }

    /** When {@link #next} may have something that it has not now, unless an answer or a question comes first. */
    long nextAt(long now) {
        long at = delayed.isEmpty() ? Long.MAX_VALUE : delayed.element().dueAt();
        if (inFlight >= api.concurrency()) {
            return at;
        }
        return Math.min(at, workAt(now));
    }

    private long workAt(long now) {
        long earliest = Math.max(pausedUntil, rate.nextAt(now));
        if (isClosed()) {
            return isIdle() || inFlight > 0 ? Long.MAX_VALUE : Math.max(earliest, probeAt);
        }
        if (!ready.isEmpty()) {
            return earliest;
        }
        return batchers.values().stream()
                .filter(b -> !b.isEmpty())
                .mapToLong(b -> Math.max(earliest, b.dueAt()))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** A call came back, whatever it brought. */
    void returned() {
        inFlight--;
    }

    void succeeded(Lookup lookup) {
        successes++;
        successesByLookup.merge(lookup.name(), 1L, Long::sum);
        failuresInARow = 0;
        throttlesInARow = 0;
    }

    void failed(Lookup lookup, CallResult.Failed failure, long now) {
        if (failuresInARow++ == 0) {
            failingSince = now;
        }
        lastFailure = failure.detail();
        lastFailedLookup = lookup.name();
        probeAt = now
                + retry.backoff(Math.max(1, failuresInARow - FAILURES_TO_CLOSE + 1))
                        .toNanos();
        if (failure.trouble() == Trouble.THROTTLED || failure.retryAfter().isPresent()) {
            throttlesInARow++;
            long pause = failure.retryAfter()
                    .map(retry::clamp)
                    .orElseGet(() -> retry.backoff(throttlesInARow))
                    .toNanos();
            pausedUntil = Math.max(pausedUntil, now + pause);
        }
    }

    /** Nanoseconds for which the API has answered nobody, while something waits for it; nothing when it answers. */
    Optional<Health> trouble(long now) {
        boolean failing = failuresInARow > 0 && (isClosed() || pausedUntil > now);
        if (!failing || isIdle() && inFlight == 0) {
            return Optional.empty();
        }
        long nextTry = Math.max(pausedUntil, isClosed() ? probeAt : Long.MIN_VALUE);
        return Optional.of(new Health(failingSince, lastFailure, nextTry));
    }

    /** @param nextTry when it is asked next; in the past while that call is on its way */
    record Health(long since, String reason, long nextTry) {}

    String apiName() {
        return api.name();
    }

    private boolean isClosed() {
        return failuresInARow >= FAILURES_TO_CLOSE;
    }

    private boolean isIdle() {
        return ready.isEmpty()
                && delayed.isEmpty()
                && batchers.values().stream().allMatch(Batcher::isEmpty);
    }

    private void releaseDelayed(long now) {
        while (!delayed.isEmpty() && delayed.element().dueAt() <= now) {
            Delayed due = delayed.remove();
            if (due.mergeable()) {
                due.group().keys().forEach(key -> add(key, now));
            } else {
                ready.add(due.group());
            }
        }
    }

    private Optional<Departure> probe(long now, List<AskedKey> forgotten) {
        if (inFlight > 0 || now < probeAt || isIdle()) {
            return Optional.empty();
        }
        Question good = lastFailedLookup == null ? null : knownGood.get(lastFailedLookup);
        if (good != null) {
            return Optional.of(new Departure(
                    new Call(api, good.lookup(), good.path(), good.query(), List.of(good.key())), Optional.empty()));
        }
        return anyGroup(forgotten).map(this::depart);
    }

    private Optional<KeyGroup> group(long now, List<AskedKey> forgotten) {
        return readyGroup(forgotten).or(() -> batch(now, forgotten));
    }

    /** With nothing known to be good, the first thing in the queue has to serve, lingered or not, due or not. */
    private Optional<KeyGroup> anyGroup(List<AskedKey> forgotten) {
        return readyGroup(forgotten).or(() -> batch(Long.MAX_VALUE, forgotten)).or(() -> {
            Delayed first = delayed.poll();
            return first == null ? Optional.empty() : Optional.of(first.group());
        });
    }

    private Optional<KeyGroup> readyGroup(List<AskedKey> forgotten) {
        while (!ready.isEmpty()) {
            List<AskedKey> alive = new ArrayList<>();
            KeyGroup group = ready.remove();
            group.keys().forEach(key -> (key.isForgotten() ? forgotten : alive).add(key));
            if (alive.size() == group.keys().size()) {
                return Optional.of(group);
            }
            if (!alive.isEmpty()) {
                return Optional.of(KeyGroup.of(alive));
            }
        }
        return Optional.empty();
    }

    /** The first batch that is due, lookups taking turns. */
    private Optional<KeyGroup> batch(long now, List<AskedKey> forgotten) {
        for (int i = turns.size(); i > 0; i--) {
            Route route = turns.remove();
            turns.add(route);
            Batcher batcher = batchers.get(route);
            if (batcher != null && batcher.isDue(now)) {
                List<AskedKey> keys = batcher.take(forgotten);
                dropIfEmpty(route, batcher);
                if (!keys.isEmpty()) {
                    return Optional.of(KeyGroup.of(keys));
                }
            }
        }
        return Optional.empty();
    }

    /** A lookup without a batch may have a path of its own for every key: such a route must not stay for ever. */
    private void dropIfEmpty(Route route, Batcher batcher) {
        if (batcher.isEmpty()) {
            batchers.remove(route);
            turns.remove(route);
        }
    }

    private Departure depart(KeyGroup group) {
        Question first = group.keys().get(0).question();
        List<String> keys =
                group.keys().stream().map(key -> key.question().key()).toList();
        return new Departure(new Call(api, first.lookup(), first.path(), first.query(), keys), Optional.of(group));
    }

    private Batcher batcher(Question question) {
        Route route = new Route(question.lookup().name(), question.path(), question.query());
        Batcher known = batchers.get(route);
        if (known != null) {
            return known;
        }
        Batcher batcher = question.lookup()
                .batch()
                .map(b -> new Batcher(b.size(), b.linger().toNanos()))
                .orElseGet(() -> new Batcher(1, 0));
        batchers.put(route, batcher);
        turns.add(route);
        return batcher;
    }
}
