/**
 * The command {@code multiget}: thin over {@link io.multiget.runner.LocalSystem} and the HTTP surface of ingest-service.
 *
 * <p>Start with {@link io.multiget.runner.command.Multiget}; a {@code Session} is the system that a command talks to, its own or
 * one that runs already.
 */
@NullMarked
package io.multiget.runner.command;

import org.jspecify.annotations.NullMarked;
