/** How quick the records' JSON is. */
@NullMarked
package io.multiget.contract.json;

import org.jspecify.annotations.NullMarked;
