package io.multiget.runner.fault;

import java.util.List;

/** What our own processes write can be read by all of them, whatever happened to them: no dead letters but planted ones. */
final class NothingUnreadable implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        return evidence.deadLetters() == evidence.planted()
                ? List.of()
                : List.of("%d dead letters, %d planted".formatted(evidence.deadLetters(), evidence.planted()));
    }
}
