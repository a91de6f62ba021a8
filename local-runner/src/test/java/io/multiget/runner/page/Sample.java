package io.multiget.runner.page;

import io.multiget.contract.Failure;
import io.multiget.contract.RejectCount;
import io.multiget.contract.StageCounts;
import io.multiget.contract.UploadState;
import io.multiget.contract.UploadStatus;
import io.multiget.contract.UploadStatus.Rows;
import io.multiget.contract.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An upload of 20,000 lines somewhere on its way. */
record Sample(UUID id, String file, int attempt) {
    static final long TOTAL = 20_000;

    private static final double RATE = 812.5;
    private static final Duration TOOK = Duration.ofSeconds(25);

    static Sample of(UUID id) {
        return new Sample(id, "items-2021-03.csv", 1);
    }

    Sample named(String name) {
        return new Sample(id, name, attempt);
    }

    Sample attempt(int number) {
        return new Sample(id, file, number);
    }

    UploadStatus receiving() {
        return status(UploadState.RECEIVING, rows(null, 0, 0, 0, 0, 0), null, null);
    }

    /** A moment after the start: no row is in the table. */
    UploadStatus started() {
        return status(UploadState.RUNNING, rows(TOTAL, 600, 120, 0, 0, 0), null, null);
    }

    /** While it is not known how many lines there are. */
    UploadStatus counting() {
        return status(UploadState.RUNNING, rows(null, 6000, 3900, 80, 0, 2000), null, null);
    }

    UploadStatus running() {
        return status(UploadState.RUNNING, rows(TOTAL, 15_600, 14_000, 310, 0, 13_750), null, null);
    }

    UploadStatus paused() {
        return status(UploadState.PAUSED, rows(TOTAL, 14_310, 14_000, 310, 0, 14_310), null, null);
    }

    UploadStatus waiting(Waiting waiting) {
        return status(UploadState.WAITING, rows(TOTAL, 15_600, 14_000, 310, 0, 14_310), waiting, null);
    }

    UploadStatus cancelling() {
        return status(UploadState.CANCELLING, rows(TOTAL, 15_600, 14_000, 310, 4400, 14_310), null, null);
    }

    UploadStatus cancelled() {
        return cancelled(15_590);
    }

    UploadStatus cancelled(long landed) {
        return status(UploadState.CANCELLED, rows(TOTAL, 15_600, 15_200, 390, 4410, landed), null, null);
    }

    UploadStatus finished() {
        return status(UploadState.FINISHED, rows(TOTAL, TOTAL, 19_600, 400, 0, 18_250), null, null);
    }

    UploadStatus landed() {
        return status(UploadState.LANDED, rows(TOTAL, TOTAL, 19_600, 400, 0, TOTAL), null, null);
    }

    UploadStatus landedEmpty() {
        return status(UploadState.LANDED, rows(0L, 0, 0, 0, 0, 0), null, null);
    }

    UploadStatus failed(Failure failure) {
        return status(UploadState.FAILED, rows(null, 0, 0, 0, 0, 0), null, failure);
    }

    private static Rows rows(
            @Nullable Long total, long read, long enriched, long rejected, long unprocessed, long landed) {
        long inFlight = (total == null ? read : total) - enriched - rejected - unprocessed;
        return new Rows(total, read, read == 0 ? 0 : 2, enriched, rejected, unprocessed, inFlight, landed);
    }

    private UploadStatus status(UploadState state, Rows rows, @Nullable Waiting waiting, @Nullable Failure failure) {
        Instant created = Instant.now().minus(TOOK);
        boolean done = state == UploadState.FINISHED || state == UploadState.LANDED;
        return new UploadStatus(
                id,
                "mercadolibre",
                file,
                attempt,
                state,
                rows,
                rows.enriched() == 0 ? List.of() : lookups(),
                rows.rejected() == 0 ? List.of() : rejects(rows.rejected()),
                state == UploadState.RUNNING || done ? RATE : 0,
                state == UploadState.RUNNING && rows.total() != null ? 95L : null,
                waiting,
                failure,
                created,
                state == UploadState.RECEIVING ? null : created,
                done ? Instant.now().minusSeconds(1) : null,
                state == UploadState.LANDED ? Instant.now() : null);
    }

    private static List<StageCounts> lookups() {
        return List.of(
                new StageCounts("item", 732, 728L, 1212, 3, 1, 260, 14_560),
                new StageCounts("category", 411, 411L, 13_589, 0, 0, 0, 411),
                new StageCounts("currency", 8, 8L, 13_992, 0, 0, 0, 8),
                new StageCounts("seller", 655, 651L, 9120, 2, 1, 17, 13_005));
    }

    private static List<RejectCount> rejects(long rejected) {
        long atInput = rejected / 4;
        return List.of(
                new RejectCount("input", "invalid_site", atInput / 2),
                new RejectCount("input", "not_a_number", atInput - atInput / 2),
                new RejectCount("item", "not_found", rejected - atInput));
    }
}
