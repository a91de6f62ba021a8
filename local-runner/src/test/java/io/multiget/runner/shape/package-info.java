/**
 * What must stay true of the repository as a whole: which module may know which, and that the deployed shape names only
 * things that exist.
 */
@NullMarked
package io.multiget.runner.shape;

import org.jspecify.annotations.NullMarked;
