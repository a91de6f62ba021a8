/**
 * What must be there before the first upload: the pipelines, their topics, and what waits for the topics.
 *
 * <p>Start with {@link io.multiget.ingest.setup.Startup}.
 */
@NullMarked
package io.multiget.ingest.setup;

import org.jspecify.annotations.NullMarked;
