package io.multiget.benchmark.flink;

import io.multiget.benchmark.work.Item;
import io.multiget.benchmark.work.Line;
import io.multiget.benchmark.work.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * <pre>
 * lines (1) > batches > items > references > rows
 * </pre>
 */
final class EnrichmentJob {
    /** None: the client has one for each call, and a batch may wait for others before it is asked. */
    private static final long NO_TIMEOUT = 0;

    /** Batches that wait for a reference, for each call: most wait for sellers that wait for nineteen others. */
    private static final int REFERENCES_PER_CALL = 4;

    private EnrichmentJob() {}

    static void define(StreamExecutionEnvironment environment, Path file, SharedLookups lookups, TargetTable table) {
        FileSource<Line> source = FileSource.forRecordStreamFormat(
                        new NumberedLines(), new org.apache.flink.core.fs.Path(file.toUri()))
                .build();
        DataStream<Line> lines = environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "lines")
                .setParallelism(1);

        DataStream<List<Line>> batches = lines.rebalance()
                .transform("batches", TypeInformation.of(new TypeHint<List<Line>>() {}), new BatchOperator());

        DataStream<List<Item>> items = AsyncDataStream.unorderedWait(
                batches, new ItemLookup(lookups), NO_TIMEOUT, TimeUnit.MILLISECONDS, lookups.concurrency());

        DataStream<Row> rows = AsyncDataStream.unorderedWait(
                items,
                new ReferenceLookup(lookups),
                NO_TIMEOUT,
                TimeUnit.MILLISECONDS,
                lookups.concurrency() * REFERENCES_PER_CALL);

        // In a thread of its own, so that calls go on while Postgres is waited for.
        rows.sinkTo(table.sink()).name("rows").disableChaining();
    }
}
