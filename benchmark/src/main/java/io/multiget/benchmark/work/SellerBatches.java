package io.multiget.benchmark.work;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Asks about sellers twenty at a time; a batch that is not full waits a moment for others. Any thread. */
final class SellerBatches {
    private static final List<String> USER = List.of("id", "nickname");

    private final Api api;
    private final Executor afterLinger;
    private Map<String, CompletableFuture<Optional<String>>> open = new HashMap<>();

    SellerBatches(Api api, Executor afterLinger) {
        this.api = api;
        this.afterLinger = afterLinger;
    }

    synchronized CompletableFuture<Optional<String>> ask(String id) {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        Map<String, CompletableFuture<Optional<String>>> batch = open;
        batch.put(id, answer);
        if (batch.size() == Lookups.BATCH) {
            send(batch);
        } else if (batch.size() == 1) {
            afterLinger.execute(() -> send(batch));
        }
        return answer;
    }

    synchronized void sendOpen() {
        if (!open.isEmpty()) {
            send(open);
        }
    }

    /** Unless it has been sent. */
    private synchronized void send(Map<String, CompletableFuture<Optional<String>>> batch) {
        if (batch != open) {
            return;
        }
        open = new HashMap<>();
        api.get("/users?ids=" + String.join(",", batch.keySet()))
                .thenApply(body -> Answers.found(body.orElseThrow(), batch.size(), USER))
                .whenComplete((found, trouble) -> batch.forEach((id, answer) -> {
                    if (trouble == null) {
                        answer.complete(Optional.ofNullable(found.get(id)).map(user -> user[1]));
                    } else {
                        answer.completeExceptionally(trouble);
                    }
                }));
    }
}
