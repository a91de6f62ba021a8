/** Plays through what can happen between questions and answers; start with {@code LookupEngineTest}. */
@NullMarked
package io.multiget.enricher.http;

import org.jspecify.annotations.NullMarked;
