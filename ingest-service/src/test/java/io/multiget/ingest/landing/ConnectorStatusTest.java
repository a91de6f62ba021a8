package io.multiget.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectorStatusTest {
    @Test
    void shouldNameTheRootCauseWithoutARowsValues() {
        String trace = """
                org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.
                \tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:636)
                Caused by: java.sql.BatchUpdateException: Batch entry 0 INSERT INTO "items" VALUES ('secret@mail') was aborted
                \tat org.postgresql.jdbc.BatchResultHandler.handleError(BatchResultHandler.java:165)
                Caused by: org.postgresql.util.PSQLException: ERROR: invalid byte sequence for encoding "UTF8": 0x00
                \t... 20 more
                """;

        String reason = new ConnectorStatus.Part("FAILED", trace).reason();

        assertThat(reason).isEqualTo("the sink stopped (PSQLException)").doesNotContain("secret");
    }

    @Test
    void shouldTellALostConnectionFromARefusedRow() {
        String trace = "org.apache.kafka.connect.errors.ConnectException: x\n"
                + "Caused by: org.hibernate.exception.JDBCConnectionException: Unable to acquire JDBC Connection [x]";

        assertThat(new ConnectorStatus.Part("FAILED", trace).reason())
                .isEqualTo("the sink lost its connection to Postgres");
    }

    @Test
    void shouldDoWithoutATrace() {
        assertThat(new ConnectorStatus.Part("FAILED", "").reason()).isEqualTo("the sink stopped");
    }
}
