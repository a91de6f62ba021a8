/**
 * Takes files: from the request's first byte to the {@code 202}, behind which the file is on disk and the upload written
 * down.
 *
 * <p>Start with {@link io.multiget.ingest.upload.UploadController}. Nothing a client says is used as a path, a header or
 * markup.
 */
@NullMarked
package io.multiget.ingest.upload;

import org.jspecify.annotations.NullMarked;
