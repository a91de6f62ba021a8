/**
 * The whole system on one machine: a real broker, Connect worker and Postgres and the services' jars, each a process of its own.
 *
 * <p>Start with {@link io.multiget.runner.LocalSystem}, which knows the order; {@link io.multiget.runner.role.Role} is one of its
 * processes and {@link io.multiget.runner.LocalSettings} says where they live.
 */
@NullMarked
package io.multiget.runner;

import org.jspecify.annotations.NullMarked;
