package io.multiget.ingest.status;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where topics end, uncommitted records included: a record that was acknowledged before the question lies below the answer,
 * even while an older transaction is open. Whoever comes while a question is under way shares the next one, so that a
 * thousand callers a second put a few. Safe for any thread.
 */
final class TopicEnds {
    private final Supplier<CompletableFuture<Map<TopicPartition, Long>>> question;
    private @Nullable CompletableFuture<Map<TopicPartition, Long>> underWay;
    private @Nullable CompletableFuture<Map<TopicPartition, Long>> next;

    /** @param question asks the brokers, without blocking */
    TopicEnds(Supplier<CompletableFuture<Map<TopicPartition, Long>>> question) {
        this.question = question;
    }

    static TopicEnds of(Admin admin, Collection<TopicPartition> partitions, int timeoutMillis) {
        return new TopicEnds(() -> ask(admin, partitions, timeoutMillis));
    }

    private static CompletableFuture<Map<TopicPartition, Long>> ask(
            Admin admin, Collection<TopicPartition> partitions, int timeoutMillis) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs(timeoutMillis);
        return admin.listOffsets(latest, options)
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(found -> {
                    Map<TopicPartition, Long> ends = new HashMap<>();
                    found.forEach((partition, end) -> ends.put(partition, end.offset()));
                    return Map.copyOf(ends);
                });
    }

    /** The ends as of a moment after this call. */
    synchronized CompletableFuture<Map<TopicPartition, Long>> asOfNow() {
        if (underWay == null) {
            return put(new CompletableFuture<>());
        }
        if (next == null) {
            next = new CompletableFuture<>();
        }
        return next;
    }

    private synchronized CompletableFuture<Map<TopicPartition, Long>> put(
            CompletableFuture<Map<TopicPartition, Long>> waiting) {
        underWay = waiting;
        question.get().whenComplete((ends, failure) -> answer(waiting, ends, failure));
        return waiting;
    }

    private void answer(
            CompletableFuture<Map<TopicPartition, Long>> waiting,
            @Nullable Map<TopicPartition, Long> ends,
            @Nullable Throwable failure) {
        goOn();
        if (failure != null) {
            waiting.completeExceptionally(failure);
        } else {
            waiting.complete(ends);
        }
    }

    private synchronized void goOn() {
        CompletableFuture<Map<TopicPartition, Long>> waiting = next;
        underWay = null;
        next = null;
        if (waiting != null) {
            put(waiting);
        }
    }
}
