package io.multiget.ingest.landing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a connector and its tasks are. */
record ConnectorStatus(Part connector, List<Part> tasks) {
    /** It has been configured, and no worker has taken it yet. */
    static final ConnectorStatus NOT_STARTED = new ConnectorStatus(new Part("UNASSIGNED", ""), List.of());

    ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /**
     * The connector itself or one of its tasks.
     *
     * @param trace of the exception that stopped it; holds values of rows, so nobody may see it whole
     */
    record Part(String state, String trace) {
        private static final Pattern EXCEPTION =
                Pattern.compile("(?m)^(?:Caused by: )?(?:[\\w$]+\\.)+([\\w$]+)(?::|\\s|$)");
        private static final Pattern CONNECTION =
                Pattern.compile("Unable to acquire JDBC Connection|Connection to \\S+ refused|terminating connection|"
                        + "I/O error occurred while sending|connection has been closed|Unable to rollback against JDBC|"
                        + "JDBCConnectionException|the database system is (?:starting up|shutting down)");

        boolean is(String other) {
            return state.equals(other);
        }

        /** Why it stopped, in a few words that are none of a row's. */
        String reason() {
            if (CONNECTION.matcher(trace).find()) {
                return "the sink lost its connection to Postgres";
            }
            return "the sink stopped"
                    + rootCause().map(cause -> " (" + cause + ")").orElse("");
        }

        private Optional<String> rootCause() {
            Matcher exception = EXCEPTION.matcher(trace);
            String last = null;
            while (exception.find()) {
                last = exception.group(1);
            }
            return Optional.ofNullable(last);
        }
    }

    Optional<Part> failed() {
        return Stream.concat(Stream.of(connector), tasks.stream())
                .filter(part -> part.is("FAILED"))
                .findFirst();
    }

    boolean isRunning() {
        return connector.is("RUNNING") && !tasks.isEmpty() && tasks.stream().allMatch(task -> task.is("RUNNING"));
    }

    /** Whether a person has stopped it. */
    boolean isHeld() {
        return connector.is("PAUSED") || connector.is("STOPPED");
    }
}
