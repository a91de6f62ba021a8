package io.multiget.ingest;

import java.time.Duration;

/**
 * What an upload may cost. Each limit guards the disk or the other users, and a refusal names it.
 *
 * @param fileBytes largest body
 * @param inflatedBytes largest content of a compressed file
 * @param inflationRatio most bytes of content for each byte of a compressed file; what is above it is a bomb
 * @param concurrent uploads received at the same time
 * @param bytesPerSecond slowest client, on average since it began
 * @param grace how long a client may be slower at the start
 * @param duration longest time for one request
 */
public record UploadLimits(
        long fileBytes,
        long inflatedBytes,
        long inflationRatio,
        int concurrent,
        long bytesPerSecond,
        Duration grace,
        Duration duration) {
    private static final long GIBIBYTE = 1L << 30;
    private static final long PEBIBYTE = 1L << 50;
    private static final int DAY_SECONDS = 24 * 60 * 60;

    static UploadLimits from(Settings settings) {
        return new UploadLimits(
                settings.number("MULTIGET_MAX_FILE_BYTES", GIBIBYTE, 1, PEBIBYTE),
                settings.number("MULTIGET_MAX_INFLATED_BYTES", 10 * GIBIBYTE, 1, PEBIBYTE),
                settings.number("MULTIGET_MAX_INFLATION_RATIO", 200, 1, Integer.MAX_VALUE),
                settings.integer("MULTIGET_MAX_UPLOADS", 10, 1, 1000),
                settings.number("MULTIGET_MIN_UPLOAD_BYTES_PER_SECOND", 1024, 0, GIBIBYTE),
                Duration.ofSeconds(settings.integer("MULTIGET_UPLOAD_GRACE_SECONDS", 30, 0, DAY_SECONDS)),
                Duration.ofSeconds(settings.integer("MULTIGET_MAX_UPLOAD_SECONDS", 3600, 1, DAY_SECONDS)));
    }
}
