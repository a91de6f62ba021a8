/**
 * What may be done to an upload once it is accepted: pause, resume, cancel, replay.
 *
 * <p>Start with {@link io.multiget.ingest.control.ControlController}. Everything here is a change in the book; the
 * splitters see it and act.
 */
@NullMarked
package io.multiget.ingest.control;

import org.jspecify.annotations.NullMarked;
