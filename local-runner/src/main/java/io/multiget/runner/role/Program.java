package io.multiget.runner.role;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to run.
 *
 * @param environment the whole environment of the process, nothing is inherited
 * @param stopWithin how long a polite stop may take before force is used
 */
public record Program(
        String name, List<String> command, Map<String, String> environment, Path logFile, Duration stopWithin) {
    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
