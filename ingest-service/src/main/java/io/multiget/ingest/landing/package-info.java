/**
 * From the rows topic to the table: sets up the table and its sink connector, keeps the connector running, and says when
 * an upload has landed. Start with {@link io.multiget.ingest.landing.SinkTable} for what a row is, and with {@link
 * io.multiget.ingest.landing.Landing} for what "landed" means.
 */
@NullMarked
package io.multiget.ingest.landing;

import org.jspecify.annotations.NullMarked;
