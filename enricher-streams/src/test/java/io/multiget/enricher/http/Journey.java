package io.multiget.enricher.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one key is between the first who asks and the answer, as somebody sees it who watches the engine from outside. */
final class Journey {
    /** Keys that were turned away in one call; they stay together, unless a probe took one of them out. */
    static final class Company {
        private final int keys;
        private boolean parted;

        Company(int keys) {
            this.keys = keys;
        }
    }

    private static final int TRIES_BEFORE_BLAME = 6;

    private final List<Asking> askers = new ArrayList<>();
    final long askedAt;

    /** Whether somebody gone asked before: the engine may have kept that key, or not. */
    final boolean takenUp;

    int tries;

    private int failures;
    private long answerNeededAfter = Long.MAX_VALUE;
    private int elementFailures;
    private long restsUntil = Long.MIN_VALUE;
    private boolean wasUnsent;
    private int companions;
    private @Nullable Company throttled;
    private long callFailedAt = Long.MIN_VALUE;
    boolean inFlight;
    boolean over;

    /** Another instance has let this one know what it was told of the key, to be believed until then. */
    long knownUntil = Long.MIN_VALUE;

    private String trouble = "";

    Journey(long askedAt, boolean takenUp) {
        this.askedAt = askedAt;
        this.takenUp = takenUp;
    }

    void join(Asking asking) {
        askers.add(asking);
    }

    boolean isGivenUp() {
        return askers.stream().allMatch(asking -> asking.isGone() || asking.isWithdrawn());
    }

    void sent(long now) {
        if (tries++ == 0) {
            answerNeededAfter = now;
        }
        inFlight = true;
    }

    void failed(String why) {
        trouble = why;
        throttled = null;
    }

    void callFailed(long at) {
        callFailedAt = at;
    }

    /** When a call failed that it was in, and no later one was right for others. */
    long callFailedAt() {
        return callFailedAt;
    }

    /** Its call, and so each key in it, was told "too fast". */
    void throttledWith(Company company) {
        throttled = company;
    }

    /** A probe asks for it without its company. */
    void takenOut(int keysInCall) {
        if (throttled != null) {
            throttled.parted |= keysInCall < throttled.keys;
        }
    }

    /** Whether it comes with fewer than it was throttled with, and not because that happened so often that a key is blamed. */
    boolean isTornOut(int keysInCall) {
        return throttled != null && !throttled.parted && keysInCall < throttled.keys && tries < TRIES_BEFORE_BLAME;
    }

    /**
     * Its call has failed for everybody in it.
     *
     * @param unsent whether the API has not looked at it: asking once more at once is free then
     */
    void rest(boolean unsent, int keysInCall, long until) {
        boolean free = unsent && !(wasUnsent && companions == keysInCall);
        restsUntil = free ? Long.MIN_VALUE : until;
        wasUnsent = unsent;
        companions = keysInCall;
    }

    /** The API has spoken of it: what it is asked next, it is asked at once. */
    void restNoMore() {
        restsUntil = Long.MIN_VALUE;
        wasUnsent = false;
    }

    /** Whether it is too early for a next call; one taken out of a batch to ask it alone need not wait. */
    boolean isResting(int keysInCall, long now) {
        return now < restsUntil && (keysInCall > 1 || companions == 1);
    }

    /** How often the answer was right for others and not for this key, this time included. */
    int countElementFailure() {
        return ++elementFailures;
    }

    /**
     * A failure that may be the key's own: as an element, or alone in a call.
     *
     * @param down whether the API answered nobody then
     * @param lastAnswer when the endpoint answered anything last
     */
    void countFailure(boolean down, long lastAnswer, long now) {
        if (!down || lastAnswer >= answerNeededAfter) {
            failures++;
            answerNeededAfter = down ? now : answerNeededAfter;
        }
    }

    /** What may count against the key: of failures while the API was down, those after a sign that it was not. */
    int failures() {
        return failures;
    }

    /** For a person. */
    String whereabouts() {
        if (inFlight) {
            return "in flight, try " + tries;
        }
        return tries == 0
                ? "in the batcher since " + VirtualTime.millis(askedAt)
                : "delayed after try " + tries + ": " + trouble;
    }
}
