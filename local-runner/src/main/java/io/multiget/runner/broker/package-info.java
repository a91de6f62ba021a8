/**
 * The broker's process. {@link io.multiget.runner.broker.BrokerMain} is started by the launcher and by nobody else.
 */
@NullMarked
package io.multiget.runner.broker;

import org.jspecify.annotations.NullMarked;
