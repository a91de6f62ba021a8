package io.multiget.enricher.http;

import org.jspecify.annotations.Nullable;

/**
 * How one lookup's endpoint is, judged by the calls that come back: what tells a bad key from a bad API. Times are
 * nanoseconds of the engine's clock. Owned by the engine's thread.
 *
 * <p>After several failures in a row it is <em>closed</em>: nothing goes out but one probe at a time, until a call
 * succeeds. Probes ask for a key that is known to be good, in turn with one of those that wait, as the good one may have
 * gone bad. So an outage costs the API a call now and then.
 *
 * <p>It is <em>trusted</em> while most calls about keys that never failed before succeed. Only then may a failure count
 * against a key. In a brownout, with half of the calls failing, keys would run out of chances one by one.
 *
 * <p>It is <em>doubted</em> when keys failed again and nothing else is answered: an extra probe tells whose fault it
 * is. So the last key of a file is judged, too.
 */
final class Health {
    /** Enough that a poison key and its halves rarely close it, few enough to stop soon. */
    static final int FAILURES_TO_CLOSE = 5;

    /** Failures can be many, and the probes that help to judge them must not be. */
    private static final int BACKOFFS_BETWEEN_DOUBTS = 4;

    private static final double TRUSTED = 0.8;
    private static final double WEIGHT_OF_CALL = 1.0 / 8;

    /** A probe asks for a good key, so it says more than a call that may hold a bad one. */
    private static final double WEIGHT_OF_PROBE = 1.0 / 4;

    private final RetryPolicy retry;
    private long answers;
    private double trust = 1;
    private int failuresInARow;
    private long failingSince;
    private String lastFailure = "";
    private int failedProbes;
    private long probeAt;
    private boolean doubted;
    private long nextDoubtAt = Long.MIN_VALUE;
    private @Nullable Question good;

    Health(RetryPolicy retry) {
        this.retry = retry;
    }

    /** Calls answered so far. */
    long answers() {
        return answers;
    }

    boolean isTrusted() {
        return trust >= TRUSTED;
    }

    boolean isClosed() {
        return failuresInARow >= FAILURES_TO_CLOSE;
    }

    /** Whether the API has failed a probe, too, so that the trouble is worth telling. */
    boolean isDown() {
        return isClosed() && failedProbes > 0;
    }

    /** Since when no call has succeeded; nonsense when one just has. */
    long failingSince() {
        return failingSince;
    }

    String lastFailure() {
        return lastFailure;
    }

    /** When a probe is wanted; {@code Long.MAX_VALUE}: not now. */
    long probeAt() {
        return isClosed() || doubted ? probeAt : Long.MAX_VALUE;
    }

    /** What to ask in the next probe; null: one of the keys that wait. */
    @Nullable
    Question probeQuestion() {
        return failedProbes % 2 == 0 ? good : null;
    }

    /** Remembers a key that the API has answered. One it has found says more than one it does not know. */
    void remember(Question answered, boolean found) {
        if (found || good == null) {
            good = answered;
        }
    }

    /**
     * Keys failed again, and their next failure will tell nothing unless somebody is answered before: if nobody is by
     * then, a probe is wanted.
     */
    void doubt(long then) {
        if (!isClosed() && !doubted && good != null) {
            doubted = true;
            probeAt = Math.max(then, nextDoubtAt);
        }
    }

    void probed(long now) {
        nextDoubtAt = now + BACKOFFS_BETWEEN_DOUBTS * retry.minBackoff().toNanos();
    }

    void answered(Flight flight) {
        answers++;
        weigh(flight, 1);
        reached();
        doubted &= !flight.probe() && !isTrusted();
    }

    /** The API has said something, though no answer. */
    void reached() {
        failuresInARow = 0;
        failedProbes = 0;
    }

    void failed(Flight flight, String detail, long now) {
        lastFailure = detail;
        doubted &= !flight.probe();
        weigh(flight, 0);
        if (failuresInARow++ == 0) {
            failingSince = now;
        }
        if (isClosed() && flight.probe()) {
            probeAt = now + retry.backoff(++failedProbes).toNanos();
        } else if (failuresInARow == FAILURES_TO_CLOSE) {
            probeAt = now;
        }
    }

    /** Another lookup of the API is back: it may be the same trouble that is over. */
    void hope(long now) {
        if (isClosed()) {
            probeAt = now;
        }
    }

    private void weigh(Flight flight, int outcome) {
        if (flight.group().isEmpty()) {
            trust += WEIGHT_OF_PROBE * (outcome - trust);
        } else if (flight.group().get().isFirstTry()) {
            trust += WEIGHT_OF_CALL * (outcome - trust);
        }
    }
}
