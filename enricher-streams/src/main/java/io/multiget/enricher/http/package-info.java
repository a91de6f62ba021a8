/**
 * Asks the APIs: one client a JVM, shared by every task, so that a batch fills across partitions and a key in flight is
 * asked once.
 *
 * <p>Start with {@link io.multiget.enricher.http.LookupClient}, the door; {@code LookupEngine} decides what is asked
 * when, without a clock or a thread of its own; {@code AnswerReader} says what an answer means.
 */
@NullMarked
package io.multiget.enricher.http;

import org.jspecify.annotations.NullMarked;
