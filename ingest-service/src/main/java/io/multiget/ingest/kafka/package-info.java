/** How this service's Kafka clients are set; start with {@link io.multiget.ingest.kafka.KafkaClients}. */
@NullMarked
package io.multiget.ingest.kafka;

import org.jspecify.annotations.NullMarked;
