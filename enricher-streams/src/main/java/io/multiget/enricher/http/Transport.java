package io.multiget.enricher.http;

import java.util.function.Consumer;

/** Sends a call and brings its answer. */
interface Transport {
    /**
     * Never blocks and never throws.
     *
     * @param done told exactly once, on any thread
     */
    void send(Call call, Consumer<HttpAnswer> done);
}
