package io.multiget.simulator;

import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Turns calls away before their ids are looked at: outage, token, rate, concurrency, bad luck.
 *
 * <p>Owned by the event loop. Times are nanoseconds of a monotonic clock.
 */
final class Gate {
    /** The same bad luck in every run, as far as calls come in the same order. */
    private static final long SEED = 20;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private Behaviour behaviour;
    private long downUntil;
    private long windowEnd = Long.MIN_VALUE;
    private long inWindow;

    Gate(Behaviour behaviour, long now) {
        this.behaviour = behaviour;
        downUntil = downUntil(behaviour, now);
    }

    Behaviour behaviour() {
        return behaviour;
    }

    /** Takes over a behaviour; {@code outage} when an outage in it begins now. */
    void change(Behaviour newBehaviour, boolean outage, long now) {
        if (!newBehaviour.rateLimit.equals(behaviour.rateLimit)) {
            reset();
        }
        behaviour = newBehaviour;
        downUntil = outage ? downUntil(newBehaviour, now) : downUntil;
    }

    /** Forgets the calls of the current window. */
    void reset() {
        windowEnd = Long.MIN_VALUE;
    }

    /** What a call gets instead of an answer, or null when it is let in. */
    @Nullable
    Reply turnAway(Call call, int othersInFlight, long now) {
        if (isDown(call, now)) {
            return behaviour.down.reply(behaviour.retryAfter);
        }
        if (!hasCredential(call)) {
            return Errors.whole(401);
        }
        if (behaviour.maxConcurrency > 0 && othersInFlight >= behaviour.maxConcurrency) {
            return Errors.whole(429, "too many calls at once");
        }
        if (!call.endpoint().isSecondApi() && !admits(now)) {
            return overRate(now);
        }
        Treatment badLuck = behaviour.flaky.drawn(random.nextDouble());
        return badLuck != null && behaviour.downOnly.contains(call.endpoint())
                ? badLuck.reply(behaviour.retryAfter)
                : null;
    }

    /** How long the answer to a call that was let in takes. */
    Duration delay() {
        Duration tail = behaviour.tail.drawn(random.nextDouble());
        return tail == null ? Duration.ofMillis(behaviour.latency.millisAt(random.nextDouble())) : tail;
    }

    private boolean isDown(Call call, long now) {
        return behaviour.down != null && now < downUntil && behaviour.downOnly.contains(call.endpoint());
    }

    private boolean hasCredential(Call call) {
        String due = call.endpoint().isSecondApi() ? behaviour.apiKey : behaviour.token;
        return due == null || due.equals(call.credential());
    }

    private boolean admits(long now) {
        if (behaviour.rateLimit.isUnlimited()) {
            return true;
        }
        if (now >= windowEnd) {
            windowEnd = now + behaviour.rateLimit.window().toNanos();
            inWindow = 0;
        }
        return ++inWindow <= behaviour.rateLimit.calls();
    }

    /** Whole seconds, rounded up: a client that keeps to it is in the next window. */
    private Reply overRate(long now) {
        long seconds =
                Duration.ofNanos(windowEnd - now).plusSeconds(1).minusNanos(1).toSeconds();
        return Errors.whole(429, "client over quota").retryAfter(Long.toString(seconds));
    }

    private static long downUntil(Behaviour behaviour, long now) {
        return behaviour.downFor.isZero() ? Long.MAX_VALUE : now + behaviour.downFor.toNanos();
    }
}
