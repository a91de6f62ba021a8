package io.multiget.benchmark.flink;

import io.multiget.benchmark.work.Item;
import io.multiget.benchmark.work.Lookups;
import io.multiget.benchmark.work.Row;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks about what a batch of items refers to, and makes rows of them. */
final class ReferenceLookup extends LookupFunction<List<Item>, Row> {
    ReferenceLookup(SharedLookups shared) {
        super(shared);
    }

    @Override
    CompletableFuture<List<Row>> ask(Lookups lookups, List<Item> items) {
        return lookups.rows(items);
    }
}
