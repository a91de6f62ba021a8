@NullMarked
package io.multiget.enricher.lookup;

import org.jspecify.annotations.NullMarked;
