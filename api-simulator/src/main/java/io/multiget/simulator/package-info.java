/**
 * The simulated API as a server: one event loop thread, raw Netty, so that an answer can be wrong in every way.
 *
 * <p>Start with {@link io.multiget.simulator.Simulator}, then {@code SimulatedApi}, which takes a call to its answer:
 * {@code Gate} may turn it away, {@code Answers} says what the catalog knows, {@code Mishaps} spoils it as the ids ask
 * for, {@code ReplyWriter} puts it on the wire.
 */
@NullMarked
package io.multiget.simulator;

import org.jspecify.annotations.NullMarked;
