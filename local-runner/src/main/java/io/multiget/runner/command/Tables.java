package io.multiget.runner.command;

import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.yaml.InvalidPipelineException;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import io.multiget.runner.LocalSettings;
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

    /** Empty if there is no such pipeline here, or its table has to be quoted, which no shell makes easy. */
    Optional<String> of(String pipeline) {
        try {
            return PipelineLoader.loadAll(
                            LocalSettings.fromEnvironment(environment).pipelines(), environment::get)
                    .stream()
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
