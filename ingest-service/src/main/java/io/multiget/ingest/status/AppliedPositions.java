package io.multiget.ingest.status;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far this instance's stores are, as offsets of what is applied next. Written by the thread that fills the stores,
 * read and waited for by any.
 */
final class AppliedPositions {
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    /** Empty stores are about to be filled from the beginning. */
    synchronized void reset() {
        positions.clear();
    }

    /** Everything below these offsets is applied. */
    synchronized void applied(Map<TopicPartition, Long> upTo) {
        positions.putAll(upTo);
        notifyAll();
    }

    /** Waits until everything below the ends is applied. @return false if it is not by then */
    synchronized boolean await(Map<TopicPartition, Long> ends, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!hasPassed(ends)) {
            long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    private boolean hasPassed(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
}
