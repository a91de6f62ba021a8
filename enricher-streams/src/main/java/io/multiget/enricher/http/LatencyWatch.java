package io.multiget.enricher.http;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Tells a queue at the API from an API that is slow: latency that grows is suspect, and guilty if half of the calls bring
 * it down. So a steady latency, however high, slows nobody down, and one that changes for the API's own reasons does so
 * for a moment. Looks at medians, as a few calls may be very slow and mean nothing. What it does not find is a queue that
 * was there from the first calls on: it looks like an API that is slow. One lookup's; owned by one thread.
 */
final class LatencyWatch {
    enum Sign {
        NONE,
        /** Fewer calls at once should be as many a second. */
        QUEUEING,
        /** Fewer calls at once were no quicker. */
        NOT_QUEUEING
    }

    private static final int FEWEST_CALLS = 8;
    private static final int MOST_CALLS = 40;

    /** A queue half as long as the work is a good one: it keeps the API busy. */
    private static final double SUSPECT = 2;

    /** What nobody notices needs no cure. */
    private static final long WORTH_IT = TimeUnit.MILLISECONDS.toNanos(20);

    /** A slow spell or two are chance, and so are quick ones. */
    private static final int IN_A_ROW = 3;

    /** A queue gets half as long with half of the calls, or nearly so while it is still growing. */
    private static final double RELIEF = 0.7;

    private final long[] window = new long[MOST_CALLS];
    private int filled;
    private double calm = Double.MAX_VALUE;

    /** By how much it was found to be higher than before, for the API's own reasons. */
    private double risen;

    /** While it is to be seen whether a high latency lasts; the limit stays as it is then. */
    private boolean suspicious;

    /** While it is to be seen whether half of the calls are quicker; 0 otherwise. */
    private double beforeCut;

    private int inARow;
    private double leastSuspect;

    /** Calls that were sent before saw another limit. */
    private long comparableSince;

    private boolean hasLevel;

    /** The limit has changed: what was seen under another one is not to be mixed with what comes. */
    void levelChanged(long now) {
        filled = 0;
        inARow = 0;
        leastSuspect = Double.MAX_VALUE;
        comparableSince = now;
        hasLevel = true;
    }

    /**
     * The whole API has got slower, as another of its lookups has found out: so much of what is seen here from now on is no
     * queue. A longer one is still found.
     */
    void slowerBy(double nanos) {
        calm += calm < Double.MAX_VALUE ? nanos : 0;
        suspicious = false;
        filled = 0;
    }

    /** By how much the latency had risen that was {@link Sign#NOT_QUEUEING} last, in nanoseconds. */
    double risen() {
        return risen;
    }

    /** Whether the limit had better stay as it is, so that one window can be compared with the next. */
    boolean isLooking() {
        return suspicious || beforeCut > 0;
    }

    /**
     * A call was answered that was as full as any, and in flight with as many others as the limit lets go.
     *
     * @param returnedAt when the answer was here, at {@code now} or before
     * @param limit that many are looked at together, within reason: where it doubles, each doubling is seen
     */
    Sign answered(long sentAt, long returnedAt, long now, int limit) {
        if (hasLevel && sentAt - comparableSince < 0) {
            return Sign.NONE;
        }
        window[filled++] = returnedAt - sentAt;
        if (filled < Math.max(FEWEST_CALLS, Math.min(limit, MOST_CALLS))) {
            return Sign.NONE;
        }
        Arrays.sort(window, 0, filled);
        long median = window[filled / 2];
        filled = 0;
        return beforeCut > 0 ? judgeCut(median) : judge(median, now);
    }

    private Sign judge(double latency, long now) {
        calm = Math.min(latency, calm);
        boolean high = latency > SUSPECT * calm && latency - calm > WORTH_IT;
        if (high && suspicious) {
            leastSuspect = Math.min(leastSuspect, latency);
            if (++inARow == IN_A_ROW) {
                suspicious = false;
                beforeCut = leastSuspect;
                return Sign.QUEUEING;
            }
        } else if (high) {
            levelChanged(now);
        }
        suspicious = high;
        return Sign.NONE;
    }

    private Sign judgeCut(double latency) {
        boolean inVain = latency > RELIEF * beforeCut;
        if (inVain) {
            risen = latency - calm;
            calm = latency;
        }
        if (inVain || ++inARow == IN_A_ROW) {
            beforeCut = 0;
        }
        return inVain ? Sign.NOT_QUEUEING : Sign.NONE;
    }
}
