@NullMarked
package io.multiget.ingest.status;

import org.jspecify.annotations.NullMarked;
