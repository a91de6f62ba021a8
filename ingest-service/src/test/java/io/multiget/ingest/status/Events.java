package io.multiget.ingest.status;

import io.multiget.contract.LookupCounts;
import io.multiget.contract.RejectCount;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadProgress;
import io.multiget.contract.UploadState;
import io.multiget.contract.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Uploads and progress for tests, about one upload. */
final class Events {
    static final UUID ID = UUID.fromString("6f1c9a52-3f4b-4d0e-9c55-0a6f6f6c1d11");
    static final String KEY = ID.toString();
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Events() {}

    static Upload running(@Nullable Long total, long read) {
        return upload(1, UploadState.RUNNING, splitting(total, read));
    }

    static Upload.Splitting splitting(@Nullable Long total, long read, RejectCount... rejectedBy) {
        return new Upload.Splitting(total, read, 0, List.of(rejectedBy), 0, 0, 0, Map.of(), Map.of());
    }

    static Upload upload(int attempt, UploadState state, Upload.Splitting splitting) {
        return new Upload(
                ID,
                "mercadolibre",
                "items.csv",
                1000,
                "00",
                "ingest",
                null,
                new Upload.Reading("csv", null, null, null),
                attempt,
                attempt == 1 ? null : Upload.ReplayScope.REJECTED,
                state,
                splitting,
                null,
                START,
                state == UploadState.RECEIVING ? null : START,
                state.isEnd() ? START.plusSeconds(9) : null,
                state == UploadState.LANDED ? START.plusSeconds(10) : null);
    }

    static UploadProgress progress(String task, long enriched, RejectCount... rejectedBy) {
        return progress(1, task, enriched, rejectedBy);
    }

    static UploadProgress progress(int attempt, String task, long enriched, RejectCount... rejectedBy) {
        return new UploadProgress(ID, attempt, task, enriched, List.of(rejectedBy), 0, List.of(), null);
    }

    static UploadProgress withdrawn(String task, long enriched, long withdrawn) {
        return new UploadProgress(ID, 1, task, enriched, List.of(), withdrawn, List.of(), null);
    }

    static UploadProgress calls(String task, long enriched, LookupCounts... lookups) {
        return new UploadProgress(ID, 1, task, enriched, List.of(), 0, List.of(lookups), null);
    }

    static UploadProgress waiting(String task, long enriched, Waiting waiting) {
        return new UploadProgress(ID, 1, task, enriched, List.of(), 0, List.of(), waiting);
    }

    static RejectCount notFound(long count) {
        return new RejectCount("item", "not_found", count);
    }
}
