package io.multiget.ingest.landing;

/** What there is to ask about one pipeline's way from its rows topic into its table. */
record Sink(
        SinkTable table, SinkConnector connector, String topic, int partitions, SinkOffsets offsets, TableRows rows) {
    /** The consumer group whose commits say how far the table is. */
    String group() {
        return connector.group();
    }
}
