package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Lookup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What waits to be asked of one lookup: groups that are ready, groups whose backoff is not over, and keys that gather.
 * Times are nanoseconds of the engine's clock. Owned by the engine.
 */
final class LookupQueue {
    private record Delayed(long dueAt, long order, KeyGroup group, boolean mergeable) {}

    private record Condemned(KeyGroup group, KeyResult verdict, long failedAt, long dueAt) {}

    /** A probe tears apart what has failed so often, and no sooner: after an outage it costs a call for each key. */
    private static final int ATTEMPTS_TO_DOUBT_A_GROUP = 2;

    private final Health health;
    private final Consumer<AskedKey> forget;
    private final Batcher batcher;
    private final Deque<KeyGroup> ready = new ArrayDeque<>();
    private final PriorityQueue<Delayed> delayed =
            new PriorityQueue<>(Comparator.comparingLong(Delayed::dueAt).thenComparingLong(Delayed::order));
    private final List<Condemned> condemned = new ArrayList<>();
    private long orders;
    private final LatencyWatch latency = new LatencyWatch();
    private int inFlight;
    private int readyKeys;
    private int delayedKeys;

    /** @param forget told of keys that are dropped because nobody waits for them any more */
    LookupQueue(Lookup lookup, Health health, MoreToCome more, Consumer<AskedKey> forget) {
        this.health = health;
        this.forget = forget;
        long linger = lookup.batch().map(batch -> batch.linger().toNanos()).orElse(0L);
        this.batcher = new Batcher(lookup.keysPerCall(), linger, () -> more.quietAt(lookup, linger));
    }

    Health health() {
        return health;
    }

    LatencyWatch latency() {
        return latency;
    }

    /** A key to ask with others. */
    void add(AskedKey key, long now) {
        batcher.add(key, now);
    }

    /** A group to ask as it is, before anything new. */
    void addReady(KeyGroup group) {
        if (isWanted(group)) {
            ready.add(group);
            readyKeys += group.keys().size();
        }
    }

    /** A group to ask as it is, later. */
    void addLater(KeyGroup group, long dueAt) {
        delay(dueAt, group, false);
    }

    /**
     * A key to ask with others, later. It lingers once more then: keys that failed in one call come back one by one, as
     * backoff has jitter, and share a call again.
     */
    void addLater(AskedKey key, long dueAt) {
        delay(dueAt, KeyGroup.of(List.of(key)), true);
    }

    /**
     * A key that has had all its chances. What becomes of it, the next call tells that says how the API is: its last
     * failure may have been the first one of an outage.
     *
     * @param dueAt when it may be asked again at the earliest
     */
    void condemn(KeyGroup alone, KeyResult verdict, long now, long dueAt) {
        condemned.add(new Condemned(alone, verdict, now, dueAt));
        delayedKeys += alone.keys().size();
    }

    boolean hasCondemned() {
        return !condemned.isEmpty();
    }

    /** The API has answered a call that was sent at that time: tells the verdicts that only waited for such a sign. */
    void convict(long sentAt, BiConsumer<AskedKey, KeyResult> tell) {
        for (Condemned one : condemnedBefore(sentAt)) {
            one.group().keys().forEach(key -> tell.accept(key, one.verdict()));
        }
    }

    /** Such a call failed, though no key of it was ever in trouble: asks again those who may be as innocent. */
    void acquit(long sentAt) {
        condemnedBefore(sentAt).forEach(one -> addLater(one.group(), one.dueAt()));
    }

    private List<Condemned> condemnedBefore(long sentAt) {
        List<Condemned> before = new ArrayList<>(0);
        for (Condemned one : condemned) {
            if (sentAt - one.failedAt() >= 0) {
                before.add(one);
            }
        }
        before.forEach(this::takeOut);
        return before;
    }

    private void takeOut(Condemned one) {
        condemned.remove(one);
        delayedKeys -= one.group().keys().size();
    }

    private void delay(long dueAt, KeyGroup group, boolean mergeable) {
        if (isWanted(group)) {
            delayed.add(new Delayed(dueAt, orders++, group, mergeable));
            delayedKeys += group.keys().size();
        }
    }

    /**
     * Forgets every group that nobody waits for. Keys that are left among others which are waited for are left out when
     * their call goes out.
     */
    void sweep() {
        batcher.forget(forget);
        ready.removeIf(group -> {
            boolean unwanted = !isWanted(group);
            readyKeys -= unwanted ? group.keys().size() : 0;
            return unwanted;
        });
        delayed.removeIf(next -> {
            boolean unwanted = !isWanted(next.group());
            delayedKeys -= unwanted ? next.group().keys().size() : 0;
            return unwanted;
        });
        condemned.removeIf(one -> {
            boolean unwanted = !isWanted(one.group());
            delayedKeys -= unwanted ? one.group().keys().size() : 0;
            return unwanted;
        });
    }

    /** Forgets the group's keys if nobody waits for any of them. */
    private boolean isWanted(KeyGroup group) {
        boolean unwanted = group.keys().stream().allMatch(AskedKey::isForgotten);
        if (unwanted) {
            group.keys().forEach(forget);
        }
        return !unwanted;
    }

    /** How many keys wait here for what; counted as they come and go, as it is asked for all the time. */
    LookupLevel level(String lookup, OptionalLong oldestSince) {
        return new LookupLevel(lookup, batcher.lingering(), readyKeys + batcher.complete(), delayedKeys, oldestSince);
    }

    boolean isEmpty() {
        return ready.isEmpty() && delayed.isEmpty() && condemned.isEmpty() && batcher.isEmpty();
    }

    /** A group goes out. */
    void sent(KeyGroup group) {
        inFlight++;
        group.sent(health);
    }

    /** What a group's call has brought is understood. */
    void understood(KeyGroup group) {
        inFlight--;
        group.understood();
    }

    /** Gives up a key that has its result and is not in flight, so that others take its place in a call. */
    void remove(AskedKey settled) {
        if (batcher.remove(settled)) {
            return;
        }
        // Those that have failed before; few, unless the API is away, and then nobody has answers to tell.
        ready.removeIf(group -> isOver(group, settled, gone -> readyKeys -= gone));
        delayed.removeIf(next -> isOver(next.group(), settled, gone -> delayedKeys -= gone));
        condemned.removeIf(one -> isOver(one.group(), settled, gone -> delayedKeys -= gone));
    }

    /** Leaves the key out of its group; true when nobody waits for the rest, either. */
    private boolean isOver(KeyGroup group, AskedKey settled, IntConsumer keysGone) {
        int before = group.keys().size();
        if (!group.leaveOut(settled)) {
            return false;
        }
        boolean over = !isWanted(group);
        keysGone.accept(over ? before : 1);
        return over;
    }

    /** Whether there is something to probe the API with, for somebody's sake. */
    boolean hasProbe() {
        return !isEmpty() || inFlight > 0 && health.probeQuestion() != null;
    }

    /** Whether anybody waits for an answer. */
    boolean isWanted() {
        return inFlight > 0 || !isEmpty();
    }

    /** When {@link #release} has something to do; {@code Long.MAX_VALUE}: never. */
    long releaseAt() {
        return delayed.isEmpty() ? Long.MAX_VALUE : delayed.element().dueAt();
    }

    /** Ends the waiting of those whose backoff is over. */
    void release(long now) {
        while (releaseAt() <= now) {
            Delayed due = nextDelayed();
            if (due.mergeable()) {
                due.group().keys().forEach(key -> batcher.add(key, now));
            } else {
                addReady(due.group());
            }
        }
    }

    private Delayed nextDelayed() {
        Delayed next = delayed.remove();
        delayedKeys -= next.group().keys().size();
        return next;
    }

    private KeyGroup nextReady() {
        KeyGroup next = ready.remove();
        readyKeys -= next.keys().size();
        return next;
    }

    /** When {@link #take} has something, unless nobody waits for it any more; {@code Long.MAX_VALUE}: never. */
    long dueAt() {
        return ready.isEmpty() ? batcher.dueAt() : Long.MIN_VALUE;
    }

    /** The next group that may go out. */
    Optional<KeyGroup> take(long now) {
        while (dueAt() <= now) {
            KeyGroup next = ready.isEmpty() ? KeyGroup.of(batcher.take(now).orElseThrow()) : nextReady();
            Optional<KeyGroup> wanted = wanted(next);
            if (wanted.isPresent()) {
                return wanted;
            }
        }
        return Optional.empty();
    }

    /**
     * The next group, whether it is due or not: for a probe, when there is nothing better to ask. New keys first: where
     * nothing was ever answered, those that failed before may be all to blame, and would be asked for ever.
     */
    Optional<KeyGroup> takeEarly(long now) {
        while (!isEmpty()) {
            Optional<KeyGroup> wanted = wanted(first(now));
            if (wanted.isPresent()) {
                return wanted.map(this::oneOfAFailedGroup);
            }
        }
        return Optional.empty();
    }

    /** One key may be what breaks all calls of its group; then any other, asked without it, shows that the API is well. */
    private KeyGroup oneOfAFailedGroup(KeyGroup group) {
        if (group.isAlone() || group.attempts() < ATTEMPTS_TO_DOUBT_A_GROUP) {
            return group;
        }
        List<KeyGroup> singles = group.singles();
        singles.subList(1, singles.size()).forEach(this::addReady);
        return singles.get(0);
    }

    private KeyGroup first(long now) {
        if (!ready.isEmpty() && batcher.dueAt() > now) {
            return nextReady();
        }
        return batcher.takeEarly().map(KeyGroup::of).orElseGet(this::firstThatFailed);
    }

    private KeyGroup firstThatFailed() {
        if (!delayed.isEmpty()) {
            return nextDelayed().group();
        }
        Condemned one = condemned.get(0);
        takeOut(one);
        return one.group();
    }

    private Optional<KeyGroup> wanted(KeyGroup group) {
        List<AskedKey> forgotten =
                group.keys().stream().filter(AskedKey::isForgotten).toList();
        if (!forgotten.isEmpty()) {
            forgotten.forEach(forget);
            group.forget(forgotten);
        }
        return group.keys().isEmpty() ? Optional.empty() : Optional.of(group);
    }
}
