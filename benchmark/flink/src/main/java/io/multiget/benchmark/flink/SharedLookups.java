package io.multiget.benchmark.flink;

import io.multiget.benchmark.work.Lookups;
import java.io.Serializable;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the subtasks of one TaskManager share: the client, which counts the calls in flight, and the caches, so that a key
 * is asked once for all of them. Gone with the last subtask; what it knew is asked again after a restart.
 */
record SharedLookups(URI api, int concurrency) implements Serializable {
    private static final long SELLERS_LINGER_MILLIS = 50;

    private static @Nullable Lookups lookups;
    private static int users;

    Lookups acquire() {
        synchronized (SharedLookups.class) {
            if (lookups == null) {
                lookups = new Lookups(
                        api,
                        concurrency,
                        CompletableFuture.delayedExecutor(SELLERS_LINGER_MILLIS, TimeUnit.MILLISECONDS, Runnable::run));
            }
            users++;
            return lookups;
        }
    }

    void release() {
        synchronized (SharedLookups.class) {
            users--;
            if (users == 0 && lookups != null) {
                lookups.close();
                lookups = null;
            }
        }
    }
}
