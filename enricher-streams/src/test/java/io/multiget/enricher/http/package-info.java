/**
 * Plays through what can happen between questions and answers; start with {@code LookupEngineTest}. {@code
 * SimulationTest} draws what can happen to whole tasks and instances by chance; its promises are the classes that watch.
 */
@NullMarked
package io.multiget.enricher.http;

import org.jspecify.annotations.NullMarked;
