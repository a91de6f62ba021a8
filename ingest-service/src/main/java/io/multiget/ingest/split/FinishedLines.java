package io.multiget.ingest.split;

import java.util.UUID;

/**
 * What the topology has finished of an upload, so that splitting can keep its window (D4). Implemented over the status
 * store; safe for any thread.
 */
public interface FinishedLines {
    /**
     * Lines of this attempt that the topology is done with, by the newest status: enriched, rejected or, after a cancel,
     * withdrawn; 0 while none is known. Lines
     * rejected at input and lines that a replay carries over do not count: it reaches
     * {@link io.multiget.contract.Upload.Splitting#admitted()} in the end. Never falls, never exceeds the truth.
     */
    long finished(UUID upload, int attempt);

    /**
     * Calls the listener, soon and in any thread, whenever an answer of {@link #finished} may have grown. Calls may be
     * merged; a listener returns at once.
     */
    void onChange(Runnable listener);
}
