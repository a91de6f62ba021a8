package io.multiget.runner.command;

import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code multiget validate FILE}. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description =
                "Checks a pipeline's file, or a folder of them, and names every error with its line. Starts nothing.")
final class ValidateCommand implements Callable<Integer> {
    private final Sessions sessions;

    @Parameters(paramLabel = "FILE", description = "A pipeline's YAML file, or a folder.")
    private Path file = Path.of("");

    ValidateCommand(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Integer call() {
        List<Pipeline> pipelines = PipelineLoader.loadAll(file, sessions.environment()::get);
        pipelines.forEach(pipeline -> sessions.console().result(summary(pipeline)));
        return 0;
    }

    private static String summary(Pipeline pipeline) {
        return "%s: valid, writes to table %s"
                .formatted(pipeline.name(), pipeline.output().table());
    }
}
