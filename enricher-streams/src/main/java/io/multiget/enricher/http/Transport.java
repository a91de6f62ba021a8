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

    /**
     * The same.
     *
     * @param departed told when the call goes out on the wire, before {@code done}, on any thread; not at all if it never does
     */
    default void send(Call call, Runnable departed, Consumer<HttpAnswer> done) {
        departed.run();
        send(call, done);
    }
}
