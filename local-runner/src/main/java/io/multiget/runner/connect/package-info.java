/**
 * The Connect worker's process. {@link io.multiget.runner.connect.ConnectMain} is started by the launcher and by nobody else.
 */
@NullMarked
package io.multiget.runner.connect;

import org.jspecify.annotations.NullMarked;
