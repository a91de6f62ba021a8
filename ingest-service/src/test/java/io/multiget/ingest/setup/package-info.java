@NullMarked
package io.multiget.ingest.setup;

import org.jspecify.annotations.NullMarked;
