/**
 * What the services agree on: the records that travel between them and the topics they travel on.
 *
 * <p>Start with {@link io.multiget.contract.Topics}; it names every topic, and each topic's types lead to the rest.
 */
@NullMarked
package io.multiget.contract;

import org.jspecify.annotations.NullMarked;
