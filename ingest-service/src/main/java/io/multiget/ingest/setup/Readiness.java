package io.multiget.ingest.setup;

import io.multiget.ingest.problem.ProblemException;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Whether uploads can be taken; set by {@link Startup} alone. Safe for any thread. */
@Component
public final class Readiness {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private volatile boolean ready;

    /** Answers 503 {@code unavailable} while the service is starting or stopping. */
    public void require() {
        if (!ready) {
            throw ProblemException.unavailable("The service is starting; Kafka may not be there yet.", RETRY);
        }
    }

    public boolean isReady() {
        return ready;
    }

    void set(boolean now) {
        ready = now;
    }
}
