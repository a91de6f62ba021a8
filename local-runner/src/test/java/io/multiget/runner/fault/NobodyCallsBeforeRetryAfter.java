package io.multiget.runner.fault;

import io.multiget.simulator.LoggedCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An enricher that was told when to come again does not come before. Each knows what it was told itself; calls that were
 * on their way do not count.
 */
final class NobodyCallsBeforeRetryAfter implements Promise {
    /** On a busy machine an answer is read and a call is sent so late. */
    private static final long ON_THEIR_WAY_MILLIS = 1_500;

    private static final String THROTTLED = "429";

    @Override
    public List<String> broken(Evidence evidence) {
        List<String> complaints = new ArrayList<>();
        evidence.struck().stream()
                .filter(struck -> struck.fault().retryAfterSeconds() > 0)
                .forEach(struck -> complaints.addAll(earlyCalls(struck, evidence.calls())));
        return complaints;
    }

    private static List<String> earlyCalls(Evidence.Struck struck, List<LoggedCall> calls) {
        long pauseMillis = struck.fault().retryAfterSeconds() * 1_000L;
        List<String> early = new ArrayList<>();
        Map<String, Long> told = new HashMap<>();
        for (LoggedCall call : calls) {
            long age = call.ms() - told.getOrDefault(call.host(), Long.MIN_VALUE / 2);
            if (age > ON_THEIR_WAY_MILLIS && age < pauseMillis) {
                early.add("%s called %d ms after it was told to wait %d ms".formatted(call.host(), age, pauseMillis));
            }
            if (call.outcome().equals(THROTTLED) && age >= pauseMillis && struck.spans(call.ms())) {
                told.put(call.host(), call.ms());
            }
        }
        if (told.isEmpty()) {
            early.add("nobody was told to wait");
        }
        return early;
    }
}
