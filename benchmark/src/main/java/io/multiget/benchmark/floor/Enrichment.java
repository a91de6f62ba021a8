package io.multiget.benchmark.floor;

import io.multiget.benchmark.work.Item;
import io.multiget.benchmark.work.Line;
import io.multiget.benchmark.work.LineReader;
import io.multiget.benchmark.work.Lookups;
import io.multiget.benchmark.work.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lanes, each of which asks about the next batch of lines once its last one is answered. Run by the client's thread, but
 * for the first batches, which the caller's asks: so it is guarded by itself.
 */
final class Enrichment {
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private final LineReader lines;
    private final Lookups lookups;
    private final CopyRows rows;
    private int lanes;
    private int unwritten;

    Enrichment(LineReader lines, Lookups lookups, CopyRows rows) {
        this.lines = lines;
        this.lookups = lookups;
        this.rows = rows;
    }

    /**
     * Returns when every row has been handed to the table.
     *
     * @param many more lanes than calls may be in flight, so that there is always one to send
     */
    void run(int many) {
        lanes = many;
        for (int i = 0; i < many; i++) {
            askNext();
        }
        end.join();
    }

    private synchronized void askNext() {
        List<Line> batch = nextBatch();
        if (batch.isEmpty()) {
            endLane();
            return;
        }
        unwritten++;
        lookups.items(batch).thenCompose(this::answered).thenAccept(this::write).whenComplete((written, trouble) -> {
            if (trouble != null) {
                end.completeExceptionally(trouble);
            }
        });
    }

    private CompletableFuture<List<Row>> answered(List<Item> items) {
        CompletableFuture<List<Row>> asked = lookups.rows(items);
        askNext();
        return asked;
    }

    private synchronized void write(List<Row> batch) {
        batch.forEach(rows::write);
        unwritten--;
        endIfDone();
    }

    private void endLane() {
        lanes--;
        if (lanes == 0) {
            lookups.noMoreSellers();
            endIfDone();
        }
    }

    private void endIfDone() {
        if (lanes == 0 && unwritten == 0) {
            end.complete(null);
        }
    }

    private List<Line> nextBatch() {
        List<Line> batch = new ArrayList<>(Lookups.BATCH);
        try {
            Line line = lines.next();
            while (line != null) {
                batch.add(line);
                line = batch.size() < Lookups.BATCH ? lines.next() : null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return batch;
    }
}
