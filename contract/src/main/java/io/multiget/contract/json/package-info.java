/**
 * How the records are written: compact JSON, readable with Kafka's console tools. What travels once a line is written
 * and read by hand as a stream; the rest goes through Jackson's mapper.
 *
 * <p>Start with {@link io.multiget.contract.json.Json}.
 */
@NullMarked
package io.multiget.contract.json;

import org.jspecify.annotations.NullMarked;
