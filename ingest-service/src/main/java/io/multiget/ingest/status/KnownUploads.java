package io.multiget.ingest.status;

import io.multiget.contract.UploadStatus;
import io.multiget.ingest.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the upload that a request names. "Unknown" is only said once this instance has read everything that was
 * acknowledged before the request: an id that was given out anywhere is never unknown. Safe for any thread.
 */
public final class KnownUploads {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /** A status answer never takes longer than 2 s. */
    private static final Duration PATIENCE = Duration.ofMillis(1800);
    /** Most requests that wait for the store at the same time; more would take the threads of those who need not wait. */
    private static final int MOST_WAITING = 50;

    private final Statuses statuses;
    private final TopicEnds ends;
    private final AppliedPositions positions;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    KnownUploads(Statuses statuses, TopicEnds ends, AppliedPositions positions) {
        this.statuses = statuses;
        this.ends = ends;
        this.positions = positions;
    }

    /**
     * The status of the upload with this id.
     *
     * @throws ProblemException 400 for no id, 404 for an unknown one, 503 while nobody can say
     */
    public UploadStatus require(String id) {
        return require(parsed(id), statuses::find);
    }

    /** The upload with this id, whatever its status; the same exceptions. */
    UUID requireId(String id) {
        return require(parsed(id), statuses::merged).uploadId();
    }

    private static UUID parsed(String id) {
        return UploadId.parse(id).orElseThrow(() -> ProblemException.badId(id));
    }

    private UploadStatus require(UUID id, Function<UUID, Optional<UploadStatus>> look) {
        try {
            Optional<UploadStatus> known = look.apply(id);
            if (known.isPresent()) {
                return known.get();
            }
            catchUp();
            return look.apply(id).orElseThrow(ProblemException::unknownUpload);
        } catch (UploadStore.NotRestoredException e) {
            throw unavailable("The status store is being restored.");
        }
    }

    private void catchUp() {
        if (!waiting.tryAcquire()) {
            throw unavailable("Too many requests wait for the status store.");
        }
        try {
            awaitEnds();
        } finally {
            waiting.release();
        }
    }

    private void awaitEnds() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            Map<TopicPartition, Long> now = ends.asOfNow().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!positions.await(now, Duration.ofNanos(deadline - System.nanoTime()))) {
                throw unavailable("The status store has not caught up yet.");
            }
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable("Kafka does not answer, so nobody can say whether there is such an upload.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("The service is stopping.");
        }
    }

    static ProblemException unavailable(String detail) {
        return ProblemException.unavailable(detail, RETRY_AFTER);
    }
}
