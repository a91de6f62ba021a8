@NullMarked
package io.multiget.ingest.control;

import org.jspecify.annotations.NullMarked;
