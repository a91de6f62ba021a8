package io.multiget.ingest.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.multiget.contract.LookupCounts;
import io.multiget.contract.RejectCount;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadProgress;
import io.multiget.contract.UploadState;
import io.multiget.contract.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an upload: its owner's newest word, and the newest of each task. Immutable; the value of the store
 * {@code upload-books}.
 *
 * <p>Reading a topic again changes nothing: what is older than what is known is left out, and a word that came after the
 * attempt's end too. A task may be heard before the owner; then the books wait for the owner, and there is no status.
 *
 * @param tasks the newest of each task, of the owner's attempt and of later ones it has not told of yet
 * @param finishedAt when the last line of the attempt got its bucket
 */
record UploadBooks(
        @Nullable Upload upload,
        List<UploadProgress> tasks,
        RecentRate recent,
        @Nullable Instant finishedAt) {
    static final UploadBooks EMPTY = new UploadBooks(null, List.of(), RecentRate.NONE, null);

    UploadBooks {
        tasks = List.copyOf(tasks);
    }

    UploadBooks with(Upload newer, Instant at) {
        if (upload != null && isOld(newer, upload)) {
            return this;
        }
        boolean nextAttempt = upload == null || newer.attempt() > upload.attempt();
        List<UploadProgress> kept = only(tasks, task -> task.attempt() >= newer.attempt());
        UploadBooks books =
                new UploadBooks(newer, kept, nextAttempt ? RecentRate.NONE : recent, nextAttempt ? null : finishedAt);
        return books.at(at);
    }

    /** Within an attempt, an end is final and the lines read only grow. */
    private static boolean isOld(Upload newer, Upload known) {
        if (newer.attempt() != known.attempt()) {
            return newer.attempt() < known.attempt();
        }
        return known.state().isEnd()
                || newer.splitting().read() < known.splitting().read();
    }

    UploadBooks with(UploadProgress newer, Instant at) {
        if (isLate(newer)) {
            return this;
        }
        UploadProgress known = known(newer);
        if (known != null && newer.done() < known.done()) {
            return this;
        }
        List<UploadProgress> merged = only(tasks, task -> task != known);
        merged.add(known == null ? newer : withHigherCounts(newer, known));
        return new UploadBooks(upload, merged, recent, finishedAt).at(at);
    }

    private boolean isLate(UploadProgress progress) {
        return upload != null
                && (progress.attempt() < upload.attempt()
                        || progress.attempt() == upload.attempt()
                                && upload.state().isEnd());
    }

    private @Nullable UploadProgress known(UploadProgress newer) {
        return tasks.stream()
                .filter(task -> task.attempt() == newer.attempt() && task.task().equals(newer.task()))
                .findAny()
                .orElse(null);
    }

    /** Calls are counted outside the task's transaction and may be fewer after a crash; shown, they never go back. */
    private static UploadProgress withHigherCounts(UploadProgress newer, UploadProgress known) {
        List<LookupCounts> lookups = new ArrayList<>();
        for (LookupCounts counts : newer.lookups()) {
            lookups.add(known.lookups().stream()
                    .filter(other -> other.name().equals(counts.name()))
                    .findAny()
                    .map(other -> higher(counts, other))
                    .orElse(counts));
        }
        return new UploadProgress(
                newer.uploadId(),
                newer.attempt(),
                newer.task(),
                newer.enriched(),
                newer.rejectedBy(),
                newer.withdrawn(),
                lookups,
                newer.waiting());
    }

    private static LookupCounts higher(LookupCounts a, LookupCounts b) {
        return new LookupCounts(
                a.name(),
                Math.max(a.calls(), b.calls()),
                Math.max(a.cacheHits(), b.cacheHits()),
                Math.max(a.retries(), b.retries()),
                Math.max(a.throttled(), b.throttled()),
                Math.max(a.notFound(), b.notFound()),
                Math.max(a.asked(), b.asked()));
    }

    private static List<UploadProgress> only(List<UploadProgress> tasks, Predicate<UploadProgress> kept) {
        return new ArrayList<>(tasks.stream().filter(kept).toList());
    }

    /** The books at the time of the event that changed them: the rate goes on, and the last line is noted once. */
    private UploadBooks at(Instant time) {
        if (upload == null) {
            return this;
        }
        RecentRate next = recent.with(time, finished());
        Instant noted = finishedAt == null && isFinished() ? time : finishedAt;
        return new UploadBooks(upload, tasks, next, noted);
    }

    Optional<Upload> owner() {
        return Optional.ofNullable(upload);
    }

    /** The tasks' words about the owner's attempt. */
    Stream<UploadProgress> attemptTasks() {
        int attempt = known().attempt();
        return tasks.stream().filter(task -> task.attempt() == attempt);
    }

    /** The whole upload's enriched lines: this attempt's, and those it left as they were. */
    long enriched() {
        return known().splitting().carriedEnriched()
                + attemptTasks().mapToLong(UploadProgress::enriched).sum();
    }

    /** Every count of rejected lines, at input and after; a stage and code may come more than once. */
    Stream<RejectCount> rejectCounts() {
        return Stream.concat(
                known().splitting().rejectedBy().stream(), attemptTasks().flatMap(task -> task.rejectedBy().stream()));
    }

    long rejected() {
        return rejectCounts().mapToLong(RejectCount::count).sum();
    }

    long finished() {
        return enriched() + rejected();
    }

    long finishedByTasks() {
        return attemptTasks()
                .mapToLong(task -> task.enriched() + task.rejected())
                .sum();
    }

    /** Lines that a cancel has taken back from the tasks. */
    long withdrawn() {
        return attemptTasks().mapToLong(UploadProgress::withdrawn).sum();
    }

    /** Lines that a cancel has left without an outcome. At its end the owner has counted the withdrawn ones, too. */
    long unprocessed() {
        return known().splitting().unprocessed() + (known().state() == UploadState.CANCELLED ? 0 : withdrawn());
    }

    /** Lines read, never below what the tasks are done with: one may be heard before the owner's next word. */
    long read() {
        return Math.max(known().splitting().read(), readByTasks());
    }

    /** A line that a cancelled replay has withdrawn may be one that is carried, so it may not be counted twice. */
    private long readByTasks() {
        return finished() + (known().state() == UploadState.CANCELLED ? 0 : withdrawn());
    }

    long inFlight() {
        Long total = known().splitting().total();
        long lines = total == null ? read() : total;
        return Math.max(0, lines - finished() - unprocessed());
    }

    @JsonIgnore
    boolean isFinished() {
        Long total = known().splitting().total();
        return total != null
                && read() + known().splitting().unprocessed() >= total
                && inFlight() == 0
                && known().state() != UploadState.RECEIVING;
    }

    /** What the work waits for; of several, what it has waited for longest. */
    Optional<Waiting> waiting() {
        return attemptTasks()
                .map(UploadProgress::waiting)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .min(Comparator.comparing(Waiting::since));
    }

    /** The owner's state, and what the counts say about it. */
    UploadState state() {
        UploadState told = known().state();
        boolean working = told == UploadState.RUNNING || told == UploadState.PAUSED;
        // A task may have heard of a cancel before its owner's word came here.
        if (working && isFinished() && withdrawn() == 0) {
            return UploadState.FINISHED;
        }
        if (told == UploadState.RUNNING && inFlight() > 0 && waiting().isPresent()) {
            return UploadState.WAITING;
        }
        return told;
    }

    private Upload known() {
        return Objects.requireNonNull(upload, "the owner has not been heard");
    }
}
