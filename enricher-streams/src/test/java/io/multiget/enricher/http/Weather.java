package io.multiget.enricher.http;

import java.util.ArrayDeque;
import java.util.Deque;

/** How an endpoint answered calls of late that no key with a past was in. */
final class Weather {
    private static final int CALLS = 8;

    /** With fewer of the latest answered, it is no time to judge keys; generous, as the engine may be stricter. */
    private static final int FAIR = 3;

    private final Deque<Boolean> latest = new ArrayDeque<>();
    private long lastAnswer = Long.MIN_VALUE;
    private long lastAnsweredCall = Long.MIN_VALUE;

    /** @param sentAt when the call went out that was answered */
    void answered(boolean unprejudiced, long sentAt, long now) {
        lastAnswer = now;
        lastAnsweredCall = Math.max(lastAnsweredCall, sentAt);
        note(unprejudiced, true);
    }

    void failed(boolean unprejudiced) {
        note(unprejudiced, false);
    }

    private void note(boolean unprejudiced, boolean answered) {
        if (unprejudiced) {
            latest.addLast(answered);
            if (latest.size() > CALLS) {
                latest.removeFirst();
            }
        }
    }

    /** When it answered anything last. */
    long lastAnswer() {
        return lastAnswer;
    }

    /** When the latest of the calls went out that it answered. */
    long lastAnsweredCall() {
        return lastAnsweredCall;
    }

    boolean isFair() {
        return latest.size() < CALLS
                || latest.stream().filter(answered -> answered).count() >= FAIR;
    }
}
