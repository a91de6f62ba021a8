package io.multiget.ingest.status;

import io.multiget.contract.LookupCounts;
import io.multiget.contract.RejectCount;
import io.multiget.contract.Topics;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadProgress;
import io.multiget.contract.Waiting;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a record that could be parsed is one of ours. Anybody with access can write JSON to a topic; one record with a
 * hole in it must not stop the status of every upload.
 */
final class WellFormed {
    private static final Logger LOG = LoggerFactory.getLogger(WellFormed.class);

    private WellFormed() {}

    /** An upload under its own id, or a deletion. */
    static boolean isUpload(@Nullable String key, @Nullable Upload upload) {
        boolean whole = key != null && (upload == null || isWhole(key, upload));
        return whole || refused(Topics.UPLOADS.name(), key);
    }

    @SuppressWarnings("ConstantValue") // the types promise it, JSON does not
    private static boolean isWhole(String key, Upload upload) {
        return isKey(key, upload.uploadId())
                && upload.pipeline() != null
                && upload.owner() != null
                && upload.state() != null
                && upload.createdAt() != null
                && upload.splitting() != null
                && areWhole(upload.splitting().rejectedBy());
    }

    /** A task's counters under their upload's id. */
    static boolean isProgress(@Nullable String key, @Nullable UploadProgress progress) {
        boolean whole = key != null && progress != null && isWhole(key, progress);
        return whole || refused(Topics.UPLOAD_PROGRESS.name(), key);
    }

    @SuppressWarnings("ConstantValue")
    private static boolean isWhole(String key, UploadProgress progress) {
        return isKey(key, progress.uploadId())
                && progress.task() != null
                && areWhole(progress.rejectedBy())
                && progress.lookups().stream().map(LookupCounts::name).allMatch(name -> name != null)
                && (progress.waiting() == null || isWhole(progress.waiting()));
    }

    @SuppressWarnings("ConstantValue")
    private static boolean isWhole(Waiting waiting) {
        return waiting.on() != null && waiting.since() != null && waiting.reason() != null;
    }

    @SuppressWarnings("ConstantValue")
    private static boolean areWhole(List<RejectCount> counts) {
        return counts.stream().allMatch(count -> count.stage() != null && count.code() != null);
    }

    private static boolean isKey(String key, @Nullable UUID id) {
        return id != null && id.toString().equals(key);
    }

    private static boolean refused(String topic, @Nullable String key) {
        LOG.warn("Left out a record of {} that is none of ours, key {}", topic, key == null ? "null" : cut(key));
        return false;
    }

    private static String cut(String key) {
        String safe = key.replaceAll("\\p{Cntrl}", "?");
        return safe.length() <= 100 ? safe : safe.substring(0, 100);
    }
}
