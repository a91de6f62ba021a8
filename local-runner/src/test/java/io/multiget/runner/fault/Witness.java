package io.multiget.runner.fault;

import io.multiget.runner.ledger.StatusWatch;
import java.util.List;

/**
 * What somebody who looked again and again has to say.
 *
 * @param looks how often there was something to look at
 * @param waits when the upload was said to wait for what
 */
record Witness(List<String> complaints, int looks, List<StatusWatch.Wait> waits) {
    Witness {
        complaints = List.copyOf(complaints);
        waits = List.copyOf(waits);
    }

    Witness(List<String> complaints, int looks) {
        this(complaints, looks, List.of());
    }
}
