/**
 * The page in a real browser. {@link io.multiget.runner.page.PageIT} plays every state to it with a server of its own;
 * {@link io.multiget.runner.page.SystemPageIT} uses it on the running system.
 *
 * <p>Screenshots are left in {@code target/screenshots}.
 */
@NullMarked
package io.multiget.runner.page;

import org.jspecify.annotations.NullMarked;
