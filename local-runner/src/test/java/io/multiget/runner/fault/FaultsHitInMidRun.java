package io.multiget.runner.fault;

import java.util.ArrayList;
import java.util.List;

/** Guards against a run that proves nothing: everything planned happened, in mid run, with a transaction open. */
final class AllFaultsStruck implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        List<String> complaints = new ArrayList<>();
        if (evidence.struck().size() < evidence.plan().size()) {
            complaints.add("%d of %d faults struck"
                    .formatted(evidence.struck().size(), evidence.plan().size()));
        }
        long least = evidence.workload().lines().size()
                / (2L * Math.max(1, evidence.plan().size()));
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
