package io.multiget.benchmark.flink;

import io.multiget.benchmark.work.Item;
import io.multiget.benchmark.work.Line;
import io.multiget.benchmark.work.Lookups;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks about the items of a batch of lines, in one call. */
final class ItemLookup extends LookupFunction<List<Line>, List<Item>> {
    ItemLookup(SharedLookups shared) {
        super(shared);
    }

    @Override
    CompletableFuture<List<List<Item>>> ask(Lookups lookups, List<Line> lines) {
        return lookups.items(lines).thenApply(List::of);
    }
}
