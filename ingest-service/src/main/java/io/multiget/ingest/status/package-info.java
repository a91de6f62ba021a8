/**
 * The status of every upload: made by a small topology, held whole by every instance, answered over HTTP.
 *
 * <p>Start with {@link io.multiget.ingest.status.StatusTopology} for where a status comes from and with {@link
 * io.multiget.ingest.status.UploadBooks} for what is in it.
 */
@NullMarked
package io.multiget.ingest.status;

import org.jspecify.annotations.NullMarked;
