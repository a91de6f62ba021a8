/**
 * One process of the system each: started, asked whether it is ready, stopped, killed, held, restarted.
 *
 * <p>Start with {@link io.multiget.runner.role.Role}.
 */
@NullMarked
package io.multiget.runner.role;

import org.jspecify.annotations.NullMarked;
