package io.multiget.ingest.split;

import io.multiget.contract.OffsetRange;
import io.multiget.contract.PipelineTopics;
import io.multiget.contract.RecordEvent;
import io.multiget.contract.Reject;
import io.multiget.contract.RejectCount;
import io.multiget.contract.RowKey;
import io.multiget.contract.RowOutcome;
import io.multiget.contract.Upload;
import io.multiget.contract.Upload.Splitting;
import io.multiget.contract.pipeline.Output.OutputColumn;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.Template;
import io.multiget.ingest.kafka.Transaction;
import io.multiget.ingest.reader.Line;
import io.multiget.ingest.reader.Position;
import io.multiget.ingest.reader.RecordReader;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The lines of a spooled file: valid ones become record events, the others rows that say why (D11). */
final class FileLines implements LineSource {
    private static final int FIRST_ATTEMPT = 1;

    private final UUID upload;
    private final @Nullable Long total;
    private final RecordReader reader;
    private final PipelineTopics topics;
    private final Template recordKey;
    private final List<OutputColumn> outputColumns;
    private final Clock clock;
    private final Map<String, Long> rejected = new HashMap<>();

    /** @param reader stands at the upload's checkpoint; closed with this */
    FileLines(Upload upload, RecordReader reader, Pipeline pipeline, PipelineTopics topics, Clock clock) {
        this.upload = upload.uploadId();
        this.total = upload.splitting().total();
        this.reader = reader;
        this.topics = topics;
        this.recordKey = pipeline.recordKey();
        this.outputColumns = pipeline.output().columns();
        this.clock = clock;
    }

    @Override
    public boolean send(Transaction transaction, long most, long deadlineNanos) throws IOException {
        rejected.clear();
        for (long sent = 0; sent < most && System.nanoTime() - deadlineNanos < 0; sent++) {
            Line line = reader.next();
            if (line == null) {
                return false;
            }
            send(transaction, line);
        }
        return true;
    }

    private void send(Transaction transaction, Line line) {
        if (line instanceof Line.Valid valid) {
            transaction.send(topics.records(), key(valid), record(valid));
        } else if (line instanceof Line.Rejected reject) {
            rejected.merge(reject.code(), 1L, Long::sum);
            transaction.send(topics.rows(), new RowKey(upload, reject.row()), outcome(reject));
        }
    }

    private String key(Line.Valid line) {
        return recordKey
                .render(column -> line.columns().get(column.field()))
                .orElseThrow(
                        () -> new IllegalStateException("row " + line.row() + " is valid without its key's columns"));
    }

    private RecordEvent record(Line.Valid line) {
        boolean last = total != null && line.row() == total;
        return new RecordEvent(upload, FIRST_ATTEMPT, line.row(), line.line(), line.raw(), line.columns(), last);
    }

    private RowOutcome outcome(Line.Rejected line) {
        return new RowOutcome.Rejected(
                new RowKey(upload, line.row()),
                line.line(),
                FIRST_ATTEMPT,
                outputOf(line.columns()),
                new Reject(Reject.INPUT, line.code(), line.reason()),
                line.raw(),
                0,
                clock.instant());
    }

    /** What the row shows of a line that never was asked about: the columns that come straight from the file. */
    private Map<String, @Nullable Object> outputOf(Map<String, Object> columns) {
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        for (OutputColumn column : outputColumns) {
            if (column.value().lookup().isEmpty()
                    && columns.containsKey(column.value().field())) {
                output.put(column.name(), columns.get(column.value().field()));
            }
        }
        return output;
    }

    @Override
    public Splitting advance(Splitting before, Transaction transaction) {
        Position position = reader.position();
        Map<Integer, OffsetRange> published = new HashMap<>(before.published());
        transaction
                .written(topics.records())
                .forEach((partition, range) -> published.merge(partition, range, (old, added) -> old.with(added.first())
                        .with(added.last())));
        return new Splitting(
                before.total(),
                position.row(),
                before.blank(),
                plus(before.rejectedBy()),
                before.carriedEnriched(),
                before.carriedLanded(),
                before.unprocessed(),
                position.toMap(),
                published);
    }

    private List<RejectCount> plus(List<RejectCount> before) {
        Map<String, Long> counts = new LinkedHashMap<>();
        before.forEach(count -> counts.put(count.code(), count.count()));
        rejected.forEach((code, count) -> counts.merge(code, count, Long::sum));
        List<RejectCount> after = new ArrayList<>();
        counts.forEach((code, count) -> after.add(new RejectCount(Reject.INPUT, code, count)));
        return after;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
