package io.multiget.enricher.http;

import java.util.Optional;

/**
 * A call on its way.
 *
 * @param group whose keys the call is about; absent when it asks for a key that is known to be good, and nobody waits
 *     for the answer
 * @param probe whether it went out to find out how the API is; one does at a time
 * @param sentAt on the engine's clock
 */
record Flight(Call call, Optional<KeyGroup> group, boolean probe, long sentAt) {
    /** Whether it tells how the API is: no key of it has ever failed before. */
    boolean isUnprejudiced() {
        return group.map(KeyGroup::isFirstTry).orElse(true);
    }
}
