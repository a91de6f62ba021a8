package io.multiget.ingest.landing;

import io.multiget.contract.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides, from one look after the other, what to say about a sink and whether to start it again. No clock, no thread and
 * no HTTP in it. Owned by one thread.
 *
 * <p>A sink that has failed is started again at once, then after 2 s, 4 s and so on; while Postgres or Connect is away there
 * is no point in it, and the next try comes as soon as they are back. Trouble is over once the sink has run for a while:
 * one that stops over a poisoned row runs for a moment after every start, and one whose Postgres has gone under it runs on
 * until it notices.
 */
final class SinkWatch {
    static final Duration STEADY = Duration.ofSeconds(5);
    /** The first start loads the connector's classes and fetches the schema of its table. */
    static final Duration FIRST_START = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final String ON = "sink";

    private @Nullable Instant troubleSince;
    private String reason = "";
    private @Nullable Instant nextTry;
    private @Nullable Instant unsettledSince;
    private @Nullable Instant runningSince;
    private @Nullable Instant firstLook;
    private boolean hasRun;
    private int restarts;
    private Instant nextRestart = Instant.MIN;

    /** What the last looks amount to; absent while rows flow. */
    Optional<Waiting> waiting() {
        return troubleSince == null ? Optional.empty() : Optional.of(new Waiting(ON, troubleSince, reason, nextTry));
    }

    /** Something the sink needs is not there. @param nextLook when it is looked for again */
    void missing(String what, Instant now, Instant nextLook) {
        restarts = 0;
        runningSince = null;
        unsettledSince = null;
        trouble(what, now, nextLook);
    }

    /** Connect does not answer as it should, as at its start. */
    void unanswered(String what, Instant now, Instant nextLook) {
        firstLook = firstLook == null ? now : firstLook;
        if (hasRun || isLongAgo(firstLook, now, FIRST_START)) {
            missing(what, now, nextLook);
        }
    }

    /** The connector is there, in this state. @return whether to start what has failed again */
    boolean seen(ConnectorStatus status, Instant now) {
        Optional<ConnectorStatus.Part> part = status.failed();
        if (part.isPresent()) {
            return failed(part.get().reason(), now);
        }
        if (status.isRunning()) {
            running(now);
        } else if (status.isHeld()) {
            runningSince = null;
            trouble("the sink was paused in Connect", now, null);
        } else {
            unsettled(now);
        }
        return false;
    }

    private boolean failed(String why, Instant now) {
        runningSince = null;
        unsettledSince = null;
        boolean restart = restarts == 0 || !now.isBefore(nextRestart);
        if (restart) {
            nextRestart = now.plus(pause(restarts));
            restarts++;
        }
        trouble(why, now, nextRestart);
        return restart;
    }

    private static Duration pause(int restarts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(restarts, 3));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void running(Instant now) {
        unsettledSince = null;
        hasRun = true;
        runningSince = runningSince == null ? now : runningSince;
        if (isLongAgo(runningSince, now, STEADY)) {
            troubleSince = null;
            restarts = 0;
        }
        nextTry = null;
    }

    /** Being started or handed to another worker, which takes a moment; said only when it takes longer. */
    private void unsettled(Instant now) {
        runningSince = null;
        unsettledSince = unsettledSince == null ? now : unsettledSince;
        if (isLongAgo(unsettledSince, now, hasRun ? STEADY : FIRST_START)) {
            trouble("the sink does not start", now, null);
        }
    }

    private static boolean isLongAgo(Instant then, Instant now, Duration time) {
        return Duration.between(then, now).compareTo(time) >= 0;
    }

    private void trouble(String why, Instant now, @Nullable Instant next) {
        troubleSince = troubleSince == null ? now : troubleSince;
        reason = why;
        nextTry = next;
    }
}
