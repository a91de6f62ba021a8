package io.multiget.enricher.lookup;

import io.multiget.contract.RecordEvent;
import io.multiget.contract.Reject;
import io.multiget.contract.RowKey;
import io.multiget.contract.RowOutcome;
import io.multiget.contract.pipeline.Output;
import io.multiget.contract.pipeline.Output.OutputColumn;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Every line's way out: one row, counted in the same transaction. Owned by one stream thread. */
public final class FinishProcessor implements Processor<String, Enrichment, RowKey, RowOutcome> {
    /** Below what a Kafka record may hold, with room for what JSON adds. */
    private static final long MAX_ROW_CHARS = 200_000;

    private final Output output;
    private ProcessorContext<RowKey, RowOutcome> context;
    private ProgressBook progress;

    @SuppressWarnings("NullAway.Init") // init() comes before anything else
    public FinishProcessor(Output output) {
        this.output = output;
    }

    @Override
    public void init(ProcessorContext<RowKey, RowOutcome> context) {
        this.context = context;
        this.progress = ProgressBook.of(context);
    }

    @Override
    public void process(Record<String, Enrichment> record) {
        Enrichment line = fitting(record.value());
        long now = context.currentSystemTimeMs();
        Optional<Enrichment.Rejection> rejection = line.rejection();
        RowOutcome outcome = rejection
                .<RowOutcome>map(why -> rejected(line.event(), why, now))
                .orElseGet(() -> enriched(line, now));
        progress.update(AttemptKey.of(line.event()), now, p -> {
            if (rejection.isPresent()) {
                p.reject(rejection.get().reject());
            } else {
                p.enriched++;
            }
        });
        context.forward(record.withKey(outcome.key()).withValue(outcome));
    }

    private RowOutcome enriched(Enrichment line, long now) {
        RecordEvent event = line.event();
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (OutputColumn column : output.columns()) {
            columns.put(column.name(), line.value(column.value()));
        }
        return new RowOutcome.Enriched(event.key(), event.line(), event.attempt(), columns, Instant.ofEpochMilli(now));
    }

    /** A rejected row says what its line says, and no more. */
    private RowOutcome rejected(RecordEvent event, Enrichment.Rejection why, long now) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (OutputColumn column : output.columns()) {
            if (column.value().lookup().isEmpty()) {
                columns.put(column.name(), event.columns().get(column.value().field()));
            }
        }
        return new RowOutcome.Rejected(
                event.key(),
                event.line(),
                event.attempt(),
                columns,
                why.reject(),
                event.raw(),
                why.tries(),
                Instant.ofEpochMilli(now));
    }

    /** A row that no record could carry is refused here, where it can still be told. */
    private Enrichment fitting(Enrichment line) {
        if (line.isRejected()) {
            return line;
        }
        long chars = 0;
        for (OutputColumn column : output.columns()) {
            chars += line.value(column.value()) instanceof String text ? text.length() : 0;
        }
        if (chars <= MAX_ROW_CHARS) {
            return line;
        }
        Reject reject = new Reject(
                Reject.OUTPUT,
                "too_large",
                "the row has " + chars + " characters, at most " + MAX_ROW_CHARS + " are stored");
        return line.rejected(new Enrichment.Rejection(reject, 0));
    }
}
