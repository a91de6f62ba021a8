package io.multiget.benchmark.flink;

import io.multiget.benchmark.work.Lookups;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/** A question of an asynchronous operator to what its TaskManager shares. */
abstract class LookupFunction<I, O> extends RichAsyncFunction<I, O> {
    private final SharedLookups shared;
    private transient Lookups lookups;

    LookupFunction(SharedLookups shared) {
        this.shared = shared;
    }

    abstract CompletableFuture<? extends Collection<O>> ask(Lookups lookups, I input);

    @Override
    public final void open(OpenContext context) {
        lookups = shared.acquire();
    }

    @Override
    public final void asyncInvoke(I input, ResultFuture<O> result) {
        ask(lookups, input).whenComplete((answer, trouble) -> {
            if (trouble == null) {
                result.complete(answer);
            } else {
                result.completeExceptionally(trouble);
            }
        });
    }

    @Override
    public final void close() {
        shared.release();
    }
}
