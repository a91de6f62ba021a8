package io.multiget.runner.fault;

import java.util.ArrayList;
import java.util.List;

/** Every answer of every ingest instance balances, exceeds nothing that is true and is not behind the one before. */
final class StatusNeverGoesBack implements Promise {
    private static final int ENOUGH = 10;

    @Override
    public List<String> broken(Evidence evidence) {
        List<String> complaints = new ArrayList<>();
        for (Witness watch : evidence.watches()) {
            complaints.addAll(watch.complaints());
            if (watch.looks() < ENOUGH) {
                complaints.add("an instance gave %d answers".formatted(watch.looks()));
            }
        }
        return complaints;
    }
}
