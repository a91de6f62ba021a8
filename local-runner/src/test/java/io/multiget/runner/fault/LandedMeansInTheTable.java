package io.multiget.runner.fault;

import java.util.List;

/** What a status says to have landed can be counted in SQL at once. */
final class LandedMeansInTheTable implements Promise {
    /** Comparisons. */
    static final int ENOUGH = 5;

    @Override
    public List<String> broken(Evidence evidence) {
        Witness watch = evidence.landing();
        return watch.looks() < ENOUGH ? List.of("compared %d times only".formatted(watch.looks())) : watch.complaints();
    }
}
