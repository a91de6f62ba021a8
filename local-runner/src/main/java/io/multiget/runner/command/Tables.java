package io.multiget.runner.command;

import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.yaml.InvalidPipelineException;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import io.multiget.runner.LocalSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The table of a pipeline, as its file says.
 *
 * @param environment the user's, which names the folder of pipelines
 */
record Tables(Map<String, String> environment) {
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[a-z_][a-z0-9_]*");

    /** @throws CommandException if there is no such pipeline */
    void require(String pipeline) {
        List<String> names = pipelines().stream().map(Pipeline::name).toList();
        if (!names.contains(pipeline)) {
            throw CommandException.usage("No pipeline %s; there are %s".formatted(pipeline, names));
        }
    }

    private List<Pipeline> pipelines() {
        return PipelineLoader.loadAll(LocalSettings.fromEnvironment(environment).pipelines(), environment::get);
    }

    /** Empty if there is no such pipeline here, or its table has to be quoted, which no shell makes easy. */
    Optional<String> of(String pipeline) {
        try {
            return pipelines().stream()
                    .filter(candidate -> candidate.name().equals(pipeline))
                    .map(Pipeline::output)
                    .map(output -> output.table())
                    .filter(table -> NEEDS_NO_QUOTES.matcher(table).matches())
                    .findFirst();
        } catch (InvalidPipelineException e) {
            return Optional.empty(); // changed since the system was started, which had read it
        }
    }
}
