package io.multiget.enricher.http;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A key on its way, and who waits for it. Owned by the engine. */
final class AskedKey {
    /** Enough to tell what is usual of a key that an API which comes and goes keeps from its end for hours. */
    private static final int FAILURES_REMEMBERED = 20;

    private static final int NOBODY = -1;

    private final Question question;
    private final long askedAt;
    private final List<Asker> askers = new ArrayList<>(1);
    private int tries;
    private int failures;
    private boolean askedAlone;
    private boolean inFlight;

    /** What another instance was told meanwhile, and until when it is to be believed. */
    private @Nullable KeyResult heard;

    private long heardUntil;

    /** The latest of calls about this key alone. */
    private final List<CallResult.Failed> failedAlone = new ArrayList<>(0);

    /** @param askedAt on the engine's clock */
    AskedKey(Question question, Asker first, long askedAt) {
        this.question = question;
        this.askedAt = askedAt;
        askers.add(first);
    }

    Question question() {
        return question;
    }

    long askedAt() {
        return askedAt;
    }

    void join(Asker asker) {
        askers.add(asker);
    }

    /** The calls this key was in. */
    int tries() {
        return tries;
    }

    void sent() {
        tries++;
        inFlight = true;
    }

    /** What its call has brought is understood. */
    void understood() {
        inFlight = false;
    }

    boolean isInFlight() {
        return inFlight;
    }

    /** Another instance was told this, and has let everybody know. */
    void heard(KeyResult elsewhere, long until) {
        heard = elsewhere;
        heardUntil = until;
    }

    /** What another instance has let everybody know, if it is to be believed now. */
    @Nullable
    KeyResult heard(long now) {
        return heardUntil - now > 0 ? heard : null;
    }

    /** Failures that are this key's own: in an answer that was right for others. */
    int countFailure() {
        return ++failures;
    }

    /** The same for a call about this key alone. */
    int countFailure(CallResult.Failed alone) {
        if (failedAlone.size() == FAILURES_REMEMBERED) {
            failedAlone.remove(0);
        }
        failedAlone.add(alone);
        return countFailure();
    }

    /**
     * What failed most often, the latest of it: a wire that breaks while a key is being asked about has nothing to do with
     * what is wrong with the key.
     */
    CallResult.Failed usualFailure() {
        CallResult.Failed usual = failedAlone.get(0);
        for (CallResult.Failed failure : failedAlone) {
            usual = timesFailed(failure) >= timesFailed(usual) ? failure : usual;
        }
        return usual;
    }

    private long timesFailed(CallResult.Failed like) {
        String code = like.trouble().code();
        return failedAlone.stream()
                .filter(failure -> failure.trouble().code().equals(code))
                .count();
    }

    /** Asks it once more without others; false when that was done already. */
    boolean askAlone() {
        boolean again = !askedAlone;
        askedAlone = true;
        return again;
    }

    boolean isForgotten() {
        return askers.stream().noneMatch(AskedKey::isNeededBy);
    }

    private static boolean isNeededBy(Asker asker) {
        return !asker.isGone() && !asker.isWithdrawn();
    }

    void charge(Asker.CallCount count) {
        askers.get(first()).called(question, count);
    }

    /** Whose key it is: whoever asked first of those that need the answer; else of those that listen. */
    private int first() {
        return IntStream.range(0, askers.size())
                .filter(i -> isNeededBy(askers.get(i)))
                .findFirst()
                .orElseGet(() -> IntStream.range(0, askers.size())
                        .filter(i -> !askers.get(i).isGone())
                        .findFirst()
                        .orElse(0));
    }

    /** Tells everybody who listens; whoever asked first is the one to let other instances know. */
    void complete(KeyResult result) {
        KeyResult told = result instanceof KeyResult.Failed failed
                ? new KeyResult.Failed(failed.code(), failed.reason(), tries)
                : result;
        tell(told, first());
    }

    /** Tells everybody who listens what another instance has let us know. */
    void completeAsHeard(KeyResult elsewhere) {
        tell(elsewhere, NOBODY);
    }

    private void tell(KeyResult result, int first) {
        for (int i = 0; i < askers.size(); i++) {
            if (!askers.get(i).isGone()) {
                askers.get(i).answered(question, result, i == first);
            }
        }
    }
}
