@NullMarked
package io.multiget.ingest.reader;

import org.jspecify.annotations.NullMarked;
