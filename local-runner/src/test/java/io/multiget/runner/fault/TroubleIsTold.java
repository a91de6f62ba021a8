package io.multiget.runner.fault;

import java.util.ArrayList;
import java.util.List;

/** While the world is away, the status says what is waited for, on every instance. */
final class TroubleIsTold implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        List<String> complaints = new ArrayList<>();
        for (Evidence.Struck struck : evidence.struck()) {
            String due = struck.fault().waitedFor();
            for (Witness watch : evidence.watches()) {
                if (!due.isEmpty() && !watch.waitedFor().contains(due)) {
                    complaints.add("%s, and nobody said that %s is waited for".formatted(struck.fault(), due));
                }
            }
        }
        return complaints;
    }
}
