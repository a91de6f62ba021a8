package io.multiget.runner.fault;

import io.multiget.runner.ledger.Ledger;
import java.util.List;

/** In the end the status counts what the file held, by bucket and by reason. */
final class BooksBalance implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        return Ledger.miscounts(evidence.workload(), evidence.status());
    }
}
