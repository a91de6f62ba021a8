package io.multiget.runner.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** All that is promised of a run, judged together, so that one breach does not hide another. */
final class Promises {
    private static final int SHOWN = 5;

    static final List<Promise> ALL = List.of(
            new FaultsHitInMidRun(),
            new EveryRecordEndsOnce(),
            new BooksBalance(),
            new StatusNeverGoesBack(),
            new LandedMeansInTheTable(),
            new TroubleIsTold(),
            new WorkGoesOn(),
            new CallsBounded(),
            new RateHolds(),
            new NobodyCallsBeforeRetryAfter(),
            new NothingUnreadable());

    private Promises() {}

    static void judge(Evidence evidence) {
        List<String> broken = new ArrayList<>();
        for (Promise promise : ALL) {
            List<String> complaints = promise.broken(evidence);
            complaints.stream()
                    .limit(SHOWN)
                    .map(complaint -> promise.getClass().getSimpleName() + ": " + complaint)
                    .forEach(broken::add);
            if (complaints.size() > SHOWN) {
                broken.add("  and %d more".formatted(complaints.size() - SHOWN));
            }
        }
        assertThat(broken).as("broken promises").isEmpty();
    }
}
