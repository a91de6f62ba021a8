@NullMarked
package io.multiget.ingest.split;

import org.jspecify.annotations.NullMarked;
