/**
 * What every Java child of the launcher runs first, see {@link io.multiget.runner.child.ChildMain}. It is on the services' class
 * path too, so it uses nothing but the JDK.
 */
@NullMarked
package io.multiget.runner.child;

import org.jspecify.annotations.NullMarked;
