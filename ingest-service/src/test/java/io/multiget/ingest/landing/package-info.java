@NullMarked
package io.multiget.ingest.landing;

import org.jspecify.annotations.NullMarked;
