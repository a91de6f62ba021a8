@NullMarked
package io.multiget.ingest.book;

import org.jspecify.annotations.NullMarked;
