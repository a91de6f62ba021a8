package io.multiget.enricher.http;

import io.multiget.contract.pipeline.RateLimit;
import java.util.Optional;

/**
 * Spaces calls evenly: the generic cell rate algorithm (ITU-T I.371), with a little burst so that a late wake-up does
 * not cost throughput. The burst is part of the limit: a log of the latest calls sees to it that wherever an API begins to
 * count the limit's period, no more calls pass in it than the limit says. An instance that has a share of the limit keeps to
 * that share, rounded up to a whole call, and the shares of all instances make up the whole. Times are nanoseconds of one
 * monotonic clock. Owned by one thread.
 */
final class RateGate {
    /**
     * How far a caller that slept too long may catch up. A JVM stands still for 30 to 100 ms now and then, and as the log
     * passes no more calls than the limit in any period, the gap is there again in each period after it.
     */
    private static final long CATCH_UP_NANOS = 250_000_000L;

    /** The same for one that had nothing to ask, or whose API may not bear so many calls at once. */
    private static final long CAREFUL_CATCH_UP_NANOS = 20_000_000L;

    /** For so long after a throttled call an API is thought to be such a one. */
    private static final long CAREFUL_NANOS = 60_000_000_000L;

    /** By so much a call comes later than the limit's period after the one it may follow: some travel faster than others. */
    private static final long MARGIN_NANOS = 20_000_000L;

    /** Of more calls no log is kept: the margin has room for a careful burst, and no more. */
    private static final int MOST_LOGGED = 1 << 16;

    /** An API that takes less than it was said to gets so much of what it got. */
    private static final double SLOWING = 0.85;

    /** So many refused calls are not about the rate: an API refuses one now and then, or a key for its own sake. */
    private static final double TOLERATED_REFUSALS = 0.05;

    private static final double WEIGHT_OF_CALL = 1.0 / 64;

    /** After a while without a throttled call, about twice as fast; after three times as long, ten times. */
    private static final double RECOVERY_NANOS = 40e9;

    /** A longer gap would make a pause of its own. */
    private static final double LONGEST_GAP_NANOS = 2e9;

    private final double nanosPerCallOfAll;
    private final long periodNanos;
    private final int callsOfAll;

    /** When the latest calls passed or went out, each at its number modulo the size; empty where no log is kept. */
    private final long[] log;

    private double nanosPerCall;
    private int calls;
    private long passed;

    /** The number of the first call that counts. */
    private long countedFrom;

    private double theoreticalArrival;
    private long passedAt;
    private boolean used;
    private double slowedTo = 1;
    private double refusals;
    private boolean everRefused;
    private long refusedAt;
    private long slowedAt;

    RateGate(Optional<RateLimit> limit) {
        this.callsOfAll = limit.map(RateLimit::calls).orElse(0);
        this.calls = callsOfAll;
        this.log = new long[callsOfAll <= MOST_LOGGED ? callsOfAll : 0];
        this.periodNanos =
                limit.map(rate -> rate.per().toNanos() + MARGIN_NANOS).orElse(0L);
        this.nanosPerCallOfAll = callsOfAll == 0 ? 0 : (double) periodNanos / callsOfAll;
        this.nanosPerCall = nanosPerCallOfAll;
    }

    /**
     * From now on this instance has that share of the limit, above 0 and at most 1. What it gains was somebody else's a
     * moment ago, and what it loses is somebody else's now; so whatever was saved up is void, and the next call waits its
     * turn. The log begins anew, as it says nothing of a period in which others had another share; as it does not tell any more
     * of a burst just before, there is a pause that makes up for one. All of that for an equal share, too: it may have been
     * another's meanwhile.
     */
    void share(double share, long now) {
        if (nanosPerCallOfAll == 0) {
            return;
        }
        nanosPerCall = nanosPerCallOfAll / share;
        calls = (int) Math.max(1, Math.ceil(callsOfAll * share));
        countedFrom = passed;
        double noCredit = now + catchUp(now) + Math.max(0, catchUp(now) - MARGIN_NANOS);
        theoreticalArrival = used ? Math.max(theoreticalArrival, noCredit) : noCredit;
        used = true;
    }

    /** A call was answered. */
    void answered() {
        refusals -= WEIGHT_OF_CALL * refusals;
    }

    /** A call was throttled. */
    void refused(long now) {
        everRefused = true;
        refusedAt = now;
        refusals += WEIGHT_OF_CALL * (1 - refusals);
    }

    /**
     * Whether more than a few of the latest calls were throttled. Slowing down for each would end at a tenth of the rate where one
     * in fifty is.
     */
    boolean refusesMany() {
        return refusals > TOLERATED_REFUSALS;
    }

    /**
     * The API has throttled calls that kept to the limit: somebody else uses it too, or it was cut. Goes slower, and faster
     * again bit by bit, so that most calls meet no refusal and yet nearly all that may pass do. To be told once of calls
     * that were in flight together.
     *
     * @param recoverFrom no call passes before
     */
    void slowDown(long now, long recoverFrom) {
        double slowest = Math.min(1, nanosPerCall / LONGEST_GAP_NANOS);
        slowedTo = Math.max(slowest, pace(now) * SLOWING);
        slowedAt = recoverFrom;
    }

    /** What part of its limit it lets pass, above 0 and at most 1. */
    double pace(long now) {
        if (nanosPerCall == 0 || slowedTo >= 1) {
            return 1;
        }
        double recovering = Math.max(0, now - slowedAt) / RECOVERY_NANOS;
        return Math.min(1, slowedTo * (1 + recovering * recovering));
    }

    /** When the next call may pass; {@code now} or earlier: at once. */
    long nextAt(long now) {
        if (!used || nanosPerCall == 0) {
            return now;
        }
        long inTurn = (long) Math.ceil(theoreticalArrival - catchUp(now));
        return log.length == 0 || passed - countedFrom < calls
                ? inTurn
                : Math.max(inTurn, logged(passed - calls) + periodNanos);
    }

    private long catchUp(long now) {
        boolean careful = log.length == 0 || everRefused && now - refusedAt < CAREFUL_NANOS;
        return careful ? CAREFUL_CATCH_UP_NANOS : CATCH_UP_NANOS;
    }

    private long logged(long number) {
        return log[(int) (number % log.length)];
    }

    boolean isOpen(long now) {
        return nextAt(now) <= now;
    }

    /**
     * A call passes; ask {@link #isOpen} first.
     *
     * @return its number
     */
    long pass(long now) {
        boolean wasIdle = !used || now - passedAt > CATCH_UP_NANOS + nanosPerCall;
        double earliest = wasIdle ? now + catchUp(now) - CAREFUL_CATCH_UP_NANOS : now;
        theoreticalArrival = (used ? Math.max(theoreticalArrival, earliest) : earliest) + nanosPerCall / pace(now);
        used = true;
        passedAt = now;
        if (log.length > 0) {
            log[(int) (passed % log.length)] = now;
        }
        return passed++;
    }

    /**
     * The call of that number went out later than it had passed, as its thread had to wait, or the whole process: the
     * limit's period begins for the API when it gets the call.
     */
    void departed(long number, long at) {
        if (number >= countedFrom && passed - number <= log.length) {
            int place = (int) (number % log.length);
            log[place] = Math.max(log[place], at);
        }
    }
}
