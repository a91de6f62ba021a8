package io.multiget.ingest.landing;

import io.multiget.contract.UploadState;
import io.multiget.contract.UploadStatus;
import io.multiget.ingest.status.LandedLines;
import io.multiget.ingest.status.UploadStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts an upload's rows while somebody asks, at most once a second, and for no more than a thirtieth of the time where a
 * count takes up to two thirds of a second. What is shown is the count before: it never goes back, and while Postgres is
 * away it stands still.
 * Only the first answer about an upload waits a moment for its count. Safe for any thread.
 */
final class LiveLandedLines implements LandedLines {
    private static final Logger LOG = LoggerFactory.getLogger(LiveLandedLines.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    /** A count that took longer than a thirtieth of this had to wait for somebody, such as one who has locked the table. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    /** How long an answer waits for the very first count of an upload. */
    private static final Duration FIRST_COUNT = Duration.ofMillis(700);

    private static final int REST_FOR_EACH_COUNT = 30;
    /** Of uploads nobody has asked about for long the count is forgotten; it is counted again if somebody does. */
    private static final int MOST_REMEMBERED = 1000;

    private final Counting counting;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Map<UUID, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Count> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** Counts the rows that the status' attempt has in the table; 0 for a pipeline that is not known here. */
    @FunctionalInterface
    interface Counting {
        long rows(UploadStatus status) throws SQLException;
    }

    LiveLandedLines(Counting counting, Executor executor, LongSupplier nanoTime) {
        this.counting = counting;
        this.executor = executor;
        this.nanoTime = nanoTime;
    }

    private static final class Count {
        private final int attempt;
        private long rows;
        private boolean underWay;
        private long dueAt;
        private final CountDownLatch first = new CountDownLatch(1);
        private volatile boolean begun;

        private Count(int attempt) {
            this.attempt = attempt;
        }
    }

    @Override
    public long asked(UploadStatus status) {
        Count count = countedSoon(status);
        awaitFirst(count);
        synchronized (this) {
            return shown(status, count);
        }
    }

    private synchronized Count countedSoon(UploadStatus status) {
        Count count = countOf(status);
        if (isWorthCounting(status, count)) {
            countSoon(status, count);
        }
        return count;
    }

    /**
     * After a restart nothing is known: nothing shown would be less than what was shown before.
     *
     * @throws UploadStore.NotRestoredException the count takes longer than an answer may
     */
    private static void awaitFirst(Count count) {
        try {
            if (count.begun && !count.first.await(FIRST_COUNT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UploadStore.NotRestoredException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized long known(UploadStatus status) {
        Count count = counts.get(status.uploadId());
        return count == null || count.attempt != status.attempt()
                ? shown(status, new Count(status.attempt()))
                : shown(status, count);
    }

    private Count countOf(UploadStatus status) {
        Count known = counts.get(status.uploadId());
        if (known == null || known.attempt != status.attempt()) {
            known = new Count(status.attempt());
            counts.put(status.uploadId(), known);
        }
        return known;
    }

    private static long finished(UploadStatus status) {
        return status.rows().enriched() + status.rows().rejected();
    }

    /** Rows of an attempt, and those that it left as they were, which the status counts as landed from the beginning. */
    private static long shown(UploadStatus status, Count count) {
        if (hasLanded(status)) {
            return status.rows().landed();
        }
        return Math.min(status.rows().landed() + count.rows, finished(status));
    }

    /** A cancel ends as a landing does: with all rows there. */
    private static boolean hasLanded(UploadStatus status) {
        return status.state() == UploadState.LANDED || status.state() == UploadState.CANCELLED;
    }

    private boolean isWorthCounting(UploadStatus status, Count count) {
        return !hasLanded(status)
                && shown(status, count) < finished(status)
                && !count.underWay
                && (!count.begun || nanoTime.getAsLong() - count.dueAt >= 0);
    }

    private void countSoon(UploadStatus status, Count count) {
        count.underWay = true;
        count.begun = true;
        try {
            executor.execute(() -> count(status, count));
        } catch (RejectedExecutionException stopping) {
            count.underWay = false;
            count.first.countDown();
        }
    }

    private void count(UploadStatus status, Count count) {
        long began = nanoTime.getAsLong();
        long rows = 0;
        try {
            rows = counting.rows(status);
        } catch (SQLException e) {
            LOG.debug("The rows of upload {} are not counted: {}", status.uploadId(), Database.reason(e));
        }
        done(count, rows, began);
    }

    private synchronized void done(Count count, long rows, long began) {
        long now = nanoTime.getAsLong();
        count.rows = Math.max(count.rows, rows);
        count.underWay = false;
        count.first.countDown();
        long rest = Math.max(SHORTEST_PAUSE.toNanos(), (now - began) * REST_FOR_EACH_COUNT);
        count.dueAt = now + Math.min(LONGEST_PAUSE.toNanos(), rest);
    }
}
