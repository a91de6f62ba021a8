package io.multiget.ingest.split;

import io.multiget.contract.OffsetRange;
import io.multiget.contract.Upload.Splitting;
import java.util.HashMap;
import java.util.Map;

/**
 * How far a replay is, as it is kept in {@link Splitting#checkpoint()}.
 *
 * @param published records of the first attempt
 * @param next the offset to go on with, by partition; one that is not there has not been begun
 */
record ReplayCheckpoint(long published, Map<Integer, Long> next) {
    private static final String PUBLISHED = "published";
    private static final String PARTITION = "partition-";

    ReplayCheckpoint {
        next = Map.copyOf(next);
    }

    static ReplayCheckpoint from(Map<String, Long> checkpoint) {
        Map<Integer, Long> next = new HashMap<>();
        checkpoint.forEach((key, offset) -> {
            if (key.startsWith(PARTITION)) {
                next.put(Integer.parseInt(key.substring(PARTITION.length())), offset);
            }
        });
        return new ReplayCheckpoint(checkpoint.getOrDefault(PUBLISHED, 0L), next);
    }

    Map<String, Long> toMap() {
        Map<String, Long> checkpoint = new HashMap<>();
        checkpoint.put(PUBLISHED, published);
        next.forEach((partition, offset) -> checkpoint.put(PARTITION + partition, offset));
        return checkpoint;
    }

    long next(int partition, OffsetRange range) {
        return next.getOrDefault(partition, range.first());
    }
}
