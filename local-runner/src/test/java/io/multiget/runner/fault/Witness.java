package io.multiget.runner.fault;

import java.util.List;

/**
 * What somebody who looked again and again has to say.
 *
 * @param looks how often there was something to look at
 */
record Witness(List<String> complaints, int looks) {
    Witness {
        complaints = List.copyOf(complaints);
    }
}
