@NullMarked
package io.multiget.enricher.metrics;

import org.jspecify.annotations.NullMarked;
