/**
 * What this instance knows of its uploads, and the only way to change it: one record of the {@code uploads} topic after
 * the other.
 *
 * <p>Start with {@link io.multiget.ingest.book.UploadBook}.
 */
@NullMarked
package io.multiget.ingest.book;

import org.jspecify.annotations.NullMarked;
