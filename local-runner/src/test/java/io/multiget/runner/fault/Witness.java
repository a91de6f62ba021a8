package io.multiget.runner.fault;

import java.util.List;
import java.util.Set;

/**
 * What somebody who looked again and again has to say.
 *
 * @param looks how often there was something to look at
 * @param waitedFor what the upload was ever said to wait for
 */
record Witness(List<String> complaints, int looks, Set<String> waitedFor) {
    Witness {
        complaints = List.copyOf(complaints);
        waitedFor = Set.copyOf(waitedFor);
    }

    Witness(List<String> complaints, int looks) {
        this(complaints, looks, Set.of());
    }
}
