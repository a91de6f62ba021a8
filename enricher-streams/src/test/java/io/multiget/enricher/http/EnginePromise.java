package io.multiget.enricher.http;

import io.multiget.contract.LookupKey;

/**
 * What one engine must do or must never do, whatever happens: watches the engine's life, and fails the run in the moment
 * it is broken. Hears of everything before the engine does, and of what the engine does before anybody else.
 */
interface EnginePromise {
    default void asked(Asking asking, long now) {}

    /** What another instance was told of a key has reached this one, and is to be believed until then. */
    default void heard(LookupKey key, long until) {}

    default void sent(Flight flight, long now) {}

    /** The call is over; what it has brought may take a while to be read. */
    default void returned(Flight flight) {}

    /** @param down whether the API answered nobody when the call reached it */
    default void landed(Flight flight, CallResult result, boolean down, long now) {}

    default void answered(Asking asking, KeyResult result, long now) {}
}
