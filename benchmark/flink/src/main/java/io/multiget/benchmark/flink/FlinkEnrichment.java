package io.multiget.benchmark.flink;

import io.multiget.benchmark.work.RunOptions;
import io.multiget.benchmark.work.TimedWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Enriches a file with a Flink job, in a cluster within this JVM. Prints {@code rows N}. */
@Command(name = "flink", mixinStandardHelpOptions = true)
public final class FlinkEnrichment implements Callable<Integer> {
    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);
    private static final int RESTARTS = 3;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(names = "--parallelism", defaultValue = "2", description = "Subtasks of an operator; 2 by default.")
    private int parallelism;

    private FlinkEnrichment() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new FlinkEnrichment()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        TimedWork.run(options, this::enrich);
        return 0;
    }

    private long enrich(Path file, String name) throws Exception {
        TargetTable table = new TargetTable(options.jdbc, options.user, options.password, name);
        Path checkpoints = Files.createTempDirectory("flink-checkpoints");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration(checkpoints));
        SharedLookups lookups = new SharedLookups(options.api, options.concurrency);
        EnrichmentJob.define(environment, file, lookups, table);
        environment.execute("enrichment");
        FileUtils.deleteDirectoryQuietly(checkpoints.toFile());
        return table.count();
    }

    /**
     * The heap is the state's best place: all there is are the open batches and the calls in flight, some hundred
     * kilobytes of operator state, which RocksDB would not hold anyway (it is for keyed state).
     */
    private static Configuration configuration(Path checkpoints) {
        return new Configuration()
                .set(StateBackendOptions.STATE_BACKEND, "hashmap")
                .set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem")
                .set(
                        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                        checkpoints.toUri().toString())
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_EVERY)
                .set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE)
                .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS)
                .set(PipelineOptions.OBJECT_REUSE, true)
                .set(PipelineOptions.GENERIC_TYPES, false);
    }
}
