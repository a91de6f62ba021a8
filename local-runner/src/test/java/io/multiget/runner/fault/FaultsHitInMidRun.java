package io.multiget.runner.fault;

import java.util.ArrayList;
import java.util.List;

/** Guards against a run that proves nothing: what struck did so in mid run, after progress, with a transaction open. */
final class FaultsHitInMidRun implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        List<String> complaints = new ArrayList<>();
        if (evidence.struck().isEmpty() && !evidence.plan().isEmpty()) {
            complaints.add("nothing struck of " + evidence.plan());
        }
        long least = Ordeal.linesBetween(evidence.workload(), evidence.plan());
        long before = 0;
        for (Evidence.Struck struck : evidence.struck()) {
            if (struck.lines() - before < least) {
                complaints.add("only %d lines before %s".formatted(struck.lines() - before, struck.fault()));
            }
            if (!struck.openTransaction()) {
                complaints.add("no transaction was open at " + struck.fault());
            }
            before = struck.lines();
        }
        return complaints;
    }
}
