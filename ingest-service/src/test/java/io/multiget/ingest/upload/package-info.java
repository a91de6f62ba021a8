@NullMarked
package io.multiget.ingest.upload;

import org.jspecify.annotations.NullMarked;
