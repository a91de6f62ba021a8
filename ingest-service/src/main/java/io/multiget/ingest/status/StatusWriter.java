package io.multiget.ingest.status;

import io.multiget.contract.LookupCounts;
import io.multiget.contract.Reject;
import io.multiget.contract.RejectCount;
import io.multiget.contract.StageCounts;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadProgress;
import io.multiget.contract.UploadState;
import io.multiget.contract.UploadStatus;
import io.multiget.contract.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the status that an upload's books amount to. No clock in it: the same books are the same status everywhere.
 */
final class StatusWriter {
    private final Function<String, List<Asking>> lookups;

    /** What has to be known of a lookup to judge its calls. */
    record Asking(String lookup, int keysPerCall) {}

    /** @param lookups a pipeline's lookups in its order; empty for a pipeline that is not known here */
    StatusWriter(Function<String, List<Asking>> lookups) {
        this.lookups = lookups;
    }

    /** The status, or nothing while the upload itself is not known. */
    Optional<UploadStatus> status(UploadBooks books) {
        return books.owner().map(upload -> status(upload, books));
    }

    /** The status of an upload of which no more is known than its owner's word. */
    UploadStatus status(Upload upload) {
        return status(upload, UploadBooks.EMPTY.with(upload, upload.createdAt()));
    }

    /**
     * The topology's status with a newer word of the owner in it, as the topology itself will write it: what the tasks have
     * done so far is taken from the status.
     */
    UploadStatus broughtUpToDate(UploadStatus status, Upload upload) {
        if (upload.attempt() != status.attempt()) {
            return upload.attempt() > status.attempt() ? status(upload) : status;
        }
        if (isEndOfCancelledReplay(upload) && status.state() != UploadState.CANCELLED) {
            return status;
        }
        UploadBooks books =
                new UploadBooks(upload, List.of(doneByTasks(status, upload)), RecentRate.NONE, status.finishedAt());
        UploadStatus newer = status(upload, books);
        return newer.state() == status.state() ? withRate(newer, status.rate(), status.etaSeconds()) : newer;
    }

    /**
     * As {@link #broughtUpToDate}, with a word of the owner that may be older than the status as well: the two come by
     * different topics. Then the status is right as it is. Showing now the one and now the other would let counts go back.
     */
    UploadStatus newer(UploadStatus status, Upload upload) {
        UploadStatus brought = broughtUpToDate(status, upload);
        boolean isOld = brought.attempt() == status.attempt()
                && (brought.rows().read() < status.rows().read()
                        || status.state().isEnd() && !brought.state().isEnd());
        return isOld ? status : brought;
    }

    /** Then the owner carries more than when the status was written, so it does not say any more what the tasks have done. */
    private static boolean isEndOfCancelledReplay(Upload upload) {
        return upload.state() == UploadState.CANCELLED && upload.scope() != null;
    }

    private static UploadProgress doneByTasks(UploadStatus status, Upload upload) {
        Upload.Splitting splitting = upload.splitting();
        return new UploadProgress(
                upload.uploadId(),
                upload.attempt(),
                "all",
                status.rows().enriched() - splitting.carriedEnriched(),
                rejectedByTasks(status, upload),
                status.rows().withdrawn(),
                status.stages().stream().map(StageCounts::counts).toList(),
                status.waiting());
    }

    /** Without the lines rejected at input, which the owner counts, and without those that a replay carries over. */
    static List<RejectCount> rejectedByTasks(UploadStatus status, Upload upload) {
        return status.rejectedBy().stream()
                .filter(count -> !count.stage().equals(Reject.INPUT))
                .map(count -> new RejectCount(count.stage(), count.code(), count.count() - carried(count, upload)))
                .toList();
    }

    private static long carried(RejectCount reason, Upload upload) {
        return upload.splitting().rejectedBy().stream()
                .filter(count ->
                        count.stage().equals(reason.stage()) && count.code().equals(reason.code()))
                .mapToLong(RejectCount::count)
                .sum();
    }

    /** The status with what only the instance that answers can know. */
    static UploadStatus shown(UploadStatus status, long landed, Optional<Waiting> sink) {
        UploadStatus.Rows rows = status.rows();
        return new UploadStatus(
                status.uploadId(),
                status.pipeline(),
                status.file(),
                status.attempt(),
                sink.isPresent() && status.state() != UploadState.CANCELLING ? UploadState.WAITING : status.state(),
                new UploadStatus.Rows(
                        rows.total(),
                        rows.read(),
                        rows.blank(),
                        rows.enriched(),
                        rows.rejected(),
                        rows.unprocessed(),
                        rows.withdrawn(),
                        rows.inFlight(),
                        landed),
                status.stages(),
                status.rejectedBy(),
                status.rate(),
                status.etaSeconds(),
                sink.orElse(status.waiting()),
                status.error(),
                status.createdAt(),
                status.startedAt(),
                status.finishedAt(),
                status.landedAt());
    }

    private static UploadStatus withRate(UploadStatus status, double rate, @Nullable Long etaSeconds) {
        return new UploadStatus(
                status.uploadId(),
                status.pipeline(),
                status.file(),
                status.attempt(),
                status.state(),
                status.rows(),
                status.stages(),
                status.rejectedBy(),
                rate,
                etaSeconds,
                status.waiting(),
                status.error(),
                status.createdAt(),
                status.startedAt(),
                status.finishedAt(),
                status.landedAt());
    }

    private UploadStatus status(Upload upload, UploadBooks books) {
        UploadState state = books.state();
        // Until the topology has heard of a cancel, its lines wait as they did.
        boolean waits = state == UploadState.WAITING || state == UploadState.CANCELLING;
        Waiting waiting = waits ? books.waiting().orElse(null) : null;
        Instant finishedAt = finishedAt(upload, books, state);
        double rate = rate(upload, books, state, finishedAt);
        return new UploadStatus(
                upload.uploadId(),
                upload.pipeline(),
                upload.file(),
                upload.attempt(),
                state,
                rows(upload, books),
                stages(upload, books),
                rejectedBy(books),
                rate,
                etaSeconds(upload, books, state, rate),
                waiting,
                upload.error(),
                upload.createdAt(),
                upload.startedAt(),
                finishedAt,
                upload.landedAt());
    }

    private static UploadStatus.Rows rows(Upload upload, UploadBooks books) {
        Upload.Splitting splitting = upload.splitting();
        boolean landed = upload.state() == UploadState.LANDED || upload.state() == UploadState.CANCELLED;
        return new UploadStatus.Rows(
                splitting.total(),
                books.read(),
                splitting.blank(),
                books.enriched(),
                books.rejected(),
                books.unprocessed(),
                Math.min(books.withdrawn(), books.unprocessed()),
                books.inFlight(),
                landed ? books.finished() : Math.min(splitting.carriedLanded(), books.finished()));
    }

    private static @Nullable Instant finishedAt(Upload upload, UploadBooks books, UploadState state) {
        if (upload.finishedAt() != null) {
            return upload.finishedAt();
        }
        return state == UploadState.FINISHED || state.isEnd() ? books.finishedAt() : null;
    }

    private static double rate(Upload upload, UploadBooks books, UploadState state, @Nullable Instant finishedAt) {
        Instant startedAt = upload.startedAt();
        if (finishedAt != null && startedAt != null) {
            return RecentRate.perSecond(books.finished() - carried(upload), Duration.between(startedAt, finishedAt));
        }
        return state == UploadState.WAITING || state == UploadState.PAUSED
                ? 0
                : books.recent().perSecond();
    }

    /** Lines that had their bucket before the attempt; in a first attempt those rejected at input are its own work. */
    private static long carried(Upload upload) {
        return upload.splitting().carriedEnriched()
                + (upload.attempt() == 1
                        ? 0
                        : upload.splitting().rejectedBy().stream()
                                .mapToLong(RejectCount::count)
                                .sum());
    }

    /** Nothing before a task has finished a line: lines rejected at input say nothing about the rest. */
    private static @Nullable Long etaSeconds(Upload upload, UploadBooks books, UploadState state, double rate) {
        boolean isFlowing = state == UploadState.RUNNING && rate > 0 && books.finishedByTasks() > 0;
        if (!isFlowing || upload.splitting().total() == null) {
            return null;
        }
        return (long) Math.ceil(books.inFlight() / rate);
    }

    /** One entry a lookup, from the beginning, in the pipeline's order. */
    private List<StageCounts> stages(Upload upload, UploadBooks books) {
        Map<String, LookupCounts> byName = new LinkedHashMap<>();
        Map<String, Integer> keysPerCall = new HashMap<>();
        for (Asking asking : lookups.apply(upload.pipeline())) {
            byName.put(asking.lookup(), LookupCounts.none(asking.lookup()));
            keysPerCall.put(asking.lookup(), asking.keysPerCall());
        }
        books.attemptTasks()
                .map(UploadProgress::lookups)
                .flatMap(List::stream)
                .forEach(counts -> byName.merge(counts.name(), counts, LookupCounts::plus));
        return byName.values().stream()
                .map(counts -> StageCounts.of(counts, keysPerCall.get(counts.name())))
                .toList();
    }

    /** The most frequent reason first. */
    private static List<RejectCount> rejectedBy(UploadBooks books) {
        record Reason(String stage, String code) {}
        Map<Reason, Long> counts = new LinkedHashMap<>();
        books.rejectCounts()
                .filter(count -> count.count() > 0)
                .forEach(count -> counts.merge(new Reason(count.stage(), count.code()), count.count(), Long::sum));
        List<RejectCount> sorted = new ArrayList<>();
        counts.forEach((reason, count) -> sorted.add(new RejectCount(reason.stage(), reason.code(), count)));
        sorted.sort(Comparator.comparingLong(RejectCount::count)
                .reversed()
                .thenComparing(RejectCount::stage)
                .thenComparing(RejectCount::code));
        return sorted;
    }
}
