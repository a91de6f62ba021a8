/**
 * Takes uploads, splits them into record events, sees that their rows land, and tells their status.
 *
 * <p>Start with {@link io.multiget.ingest.IngestApplication}; the packages follow a file's way: {@code setup}, {@code
 * upload}, {@code reader}, {@code split}, {@code status}, {@code landing}. Spring stands at the edge only.
 */
@NullMarked
package io.multiget.ingest;

import org.jspecify.annotations.NullMarked;
