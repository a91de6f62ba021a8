package io.multiget.contract.json;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.RecordEvent;
import io.multiget.contract.RowKey;
import io.multiget.contract.RowOutcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serde;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How many records a second one thread writes and reads of what travels once a line. */
@State(Scope.Benchmark)
public class SerdeBenchmark {
    private static final String TOPIC = "items";
    private static final UUID UPLOAD = UUID.fromString("6f1c2a4e-8d3b-4c5a-9e7f-0a1b2c3d4e5f");

    private final Serde<RecordEvent> events = new RecordEventSerde();
    private final RecordEvent event =
            new RecordEvent(UPLOAD, 1, 70_001, 70_002, "MLA,750925229", Map.of("site", "MLA", "id", 750925229L), false);
    private final byte[] writtenEvent = events.serializer().serialize(TOPIC, event);

    private final Serde<LookupAnswer> answers = new LookupAnswerSerde();
    private final LookupAnswer answer = LookupAnswer.found(
            Map.of(
                    "price", new BigDecimal("129999.90"),
                    "start_time", "2017-08-16T01:51:41Z",
                    "category_id", "MLA1055",
                    "currency_id", "ARS",
                    "seller_id", 2000000137L),
            1_700_000_000_000L);
    private final byte[] writtenAnswer = answers.serializer().serialize(TOPIC, answer);

    private final Serde<RowOutcome> rows = new RowOutcomeSerde();
    private final RowOutcome row = new RowOutcome.Enriched(
            new RowKey(UPLOAD, 70_001),
            70_002,
            1,
            Map.of(
                    "site", "MLA",
                    "id", 750925229L,
                    "price", new BigDecimal("129999.90"),
                    "start_time", "2017-08-16T01:51:41Z",
                    "name", "Cámaras y Accesorios",
                    "description", "Peso argentino",
                    "nickname", "ALMACÉN DEL ÑANDÚ"),
            Instant.parse("2026-01-01T00:00:00.123Z"));

    @Benchmark
    public byte[] writeEvent() {
        return events.serializer().serialize(TOPIC, event);
    }

    @Benchmark
    public RecordEvent readEvent() {
        return events.deserializer().deserialize(TOPIC, writtenEvent);
    }

    @Benchmark
    public byte[] writeAnswer() {
        return answers.serializer().serialize(TOPIC, answer);
    }

    @Benchmark
    public LookupAnswer readAnswer() {
        return answers.deserializer().deserialize(TOPIC, writtenAnswer);
    }

    /** Nobody here reads rows: the sink does. */
    @Benchmark
    public byte[] writeRow() {
        return rows.serializer().serialize(TOPIC, row);
    }
}
