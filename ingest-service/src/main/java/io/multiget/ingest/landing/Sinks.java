package io.multiget.ingest.landing;

import io.multiget.contract.UploadStatus;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Every pipeline's sink. */
final class Sinks {
    private final Map<String, Sink> byPipeline;

    Sinks(Map<String, Sink> byPipeline) {
        this.byPipeline = Map.copyOf(new LinkedHashMap<>(byPipeline));
    }

    Map<String, Sink> byPipeline() {
        return byPipeline;
    }

    Optional<Sink> find(String pipeline) {
        return Optional.ofNullable(byPipeline.get(pipeline));
    }

    /** The rows of the status' attempt; none for a pipeline that is not served here. */
    long rowsOfAttempt(UploadStatus status) throws SQLException {
        Sink sink = byPipeline.get(status.pipeline());
        return sink == null ? 0 : sink.rows().ofAttempt(sink.table(), status.uploadId(), status.attempt());
    }
}
