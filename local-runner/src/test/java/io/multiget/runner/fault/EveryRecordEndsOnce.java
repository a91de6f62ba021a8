package io.multiget.runner.fault;

import java.util.List;

/** One row for every line of the file and no other, in the bucket and with the values or the reason that were planned. */
final class EveryRecordEndsOnce implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        return evidence.differences();
    }
}
