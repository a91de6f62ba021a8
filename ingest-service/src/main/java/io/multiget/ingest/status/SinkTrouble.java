package io.multiget.ingest.status;

import io.multiget.contract.Waiting;
import java.util.Optional;

/** What keeps a pipeline's rows from reaching their table, if anything does. Safe for any thread; answers at once. */
@FunctionalInterface
public interface SinkTrouble {
    /** What the sink of this pipeline waits for; nothing while rows flow. */
    Optional<Waiting> of(String pipeline);
}
