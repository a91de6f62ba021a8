@NullMarked
package io.multiget.ingest;

import org.jspecify.annotations.NullMarked;
