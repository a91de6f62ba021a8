package io.multiget.enricher.http;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How one lookup's endpoint is, judged by the calls that come back: what tells a bad key from a bad API. Times are
 * nanoseconds of the engine's clock. Owned by the engine.
 *
 * <p>After several failures in a row it is <em>closed</em>: nothing goes out but one probe at a time, until a call
 * succeeds. Probes ask for a key that is known to be good, in turn with one of those that wait, as the good one may have
 * gone bad. So an outage costs the API a call now and then.
 *
 * <p>It is <em>trusted</em> while most calls about keys that never failed before succeed. Only then may a failure count
 * against a key. In a brownout, with half of the calls failing, keys would run out of chances one by one. As trust is gained
 * by a few calls, good luck earns it, too; so a key has more chances the higher the {@linkplain BaseRate base rate} is.
 *
 * <p>It is <em>doubted</em> when keys failed and nothing else is answered: an extra probe tells whose fault it is. So
 * the last key of a file is judged, too, and an outage is noticed however few keys are asked.
 */
final class Health {
    /** Enough that a poison key and its halves rarely close it, few enough to stop soon. */
    static final int FAILURES_TO_CLOSE = 5;

    /** Silence that is shorter is a hiccup. */
    private static final long SILENCE_WORTH_TELLING = TimeUnit.MILLISECONDS.toNanos(500);

    /** Failures can be many, and the probes that help to judge them must not be. */
    private static final int BACKOFFS_BETWEEN_DOUBTS = 4;

    private static final double TRUSTED = 0.8;
    private static final double WEIGHT_OF_CALL = 1.0 / 8;

    /** A probe asks for a good key, so it says more than a call that may hold a bad one. */
    private static final double WEIGHT_OF_PROBE = 1.0 / 4;

    private final RetryPolicy retry;
    private final BaseRate baseRate = new BaseRate();
    private final Setbacks setbacksOfGood = Setbacks.none(baseRate);
    private long answers;
    private double trust = 1;
    private int failuresInARow;
    private long failingSince;
    private String lastFailure = "";
    private int failedProbes;
    private long probeAt;
    private boolean repeated;
    private boolean doubted;
    private long nextDoubtAt = Long.MIN_VALUE;
    private long probedAt;

    /** Whether a probe went out after the first failure in a row. */
    private boolean probedSince;

    private @Nullable Question good;

    Health(RetryPolicy retry) {
        this.retry = retry;
    }

    /** How often a call fails whoever it is about. */
    BaseRate baseRate() {
        return baseRate;
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

    /**
     * Whether it answers nobody, so that the trouble is worth telling. A key that breaks its calls is no such trouble: where
     * a key is known that was answered before, it has to be silent about that one, too.
     */
    boolean isDown(long now) {
        boolean silent = failuresInARow > 0 && now - failingSince >= SILENCE_WORTH_TELLING;
        return silent && (failedProbes > 0 || isProbeLost(now));
    }

    /** Whether a probe should have told by now how the API is. */
    private boolean isProbeLost(long now) {
        return probedSince ? now - probedAt >= SILENCE_WORTH_TELLING : isClosed() || good == null;
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

    /**
     * Remembers a key that the API has answered, whatever it said, so that there is one to ask about whenever it has answered
     * anything. One it has found says more than one it does not know.
     */
    void remember(Question answered, boolean found) {
        if (found || good == null) {
            good = answered;
            setbacksOfGood.forget();
        }
    }

    /**
     * Keys failed, and their next failure will tell nothing unless somebody is answered before: if nobody is by then, a
     * probe is wanted.
     */
    void doubt(long then) {
        if (!isClosed() && good != null) {
            long wanted = Math.max(then, nextDoubtAt);
            probeAt = doubted ? Math.min(probeAt, wanted) : wanted;
            doubted = true;
        }
    }

    void probed(long now) {
        probedAt = now;
        probedSince = true;
        nextDoubtAt = now + BACKOFFS_BETWEEN_DOUBTS * retry.minBackoff().toNanos();
    }

    /** Asks for a probe that the API has not seen to go out once more at no cost; false when that was granted before. */
    boolean repeat() {
        boolean again = !repeated;
        repeated = true;
        return again;
    }

    void answered(Flight flight) {
        answers++;
        repeated = false;
        weigh(flight, 1);
        setbacks(flight).overcome();
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
        repeated = false;
        doubted &= !flight.probe();
        weigh(flight, 0);
        setbacks(flight).failed();
        if (failuresInARow++ == 0) {
            failingSince = now;
            probedSince = false;
        }
        failedProbes += flight.probe() ? 1 : 0;
        if (isClosed()) {
            baseRate.outage();
        }
        if (isClosed() && flight.probe()) {
            probeAt = now + retry.probeBackoff(failedProbes).toNanos();
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

    private Setbacks setbacks(Flight flight) {
        return flight.group().map(KeyGroup::setbacks).orElse(setbacksOfGood);
    }

    private void weigh(Flight flight, int outcome) {
        if (flight.isUnprejudiced()) {
            trust += (flight.group().isEmpty() ? WEIGHT_OF_PROBE : WEIGHT_OF_CALL) * (outcome - trust);
        }
    }
}
