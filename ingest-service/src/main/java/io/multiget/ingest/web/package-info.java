/**
 * What holds for every request: who may ask from where, how big a request may be, and how the container's own refusals
 * look.
 *
 * <p>Start with {@link io.multiget.ingest.web.OriginFilter}.
 */
@NullMarked
package io.multiget.ingest.web;

import org.jspecify.annotations.NullMarked;
