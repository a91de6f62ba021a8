package io.multiget.enricher.http;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A key on its way, and who waits for it. Owned by the engine's thread. */
final class AskedKey {
    private final Question question;
    private final long askedAt;
    private final List<Asker> askers = new ArrayList<>(1);
    private int tries;
    private int failures;
    private boolean askedAlone;

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
    }

    /** Failures that are this key's own: in an answer that was right for others. */
    int countFailure() {
        return ++failures;
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

    void complete(KeyResult result) {
        KeyResult told = result instanceof KeyResult.Failed failed
                ? new KeyResult.Failed(failed.code(), failed.reason(), tries)
                : result;
        int first = first();
        for (int i = 0; i < askers.size(); i++) {
            if (!askers.get(i).isGone()) {
                askers.get(i).answered(question, told, i == first);
            }
        }
    }
}
