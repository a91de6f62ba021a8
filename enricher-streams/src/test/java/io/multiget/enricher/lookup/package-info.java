/** What the tests of other packages need of a task's inside: its stores, held in memory. */
@NullMarked
package io.multiget.enricher.lookup;

import org.jspecify.annotations.NullMarked;
