package io.multiget.benchmark.work;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks about a key once: one that is in flight is answered already, for whoever asks next. Any thread. */
final class Cache {
    private final ConcurrentMap<String, CompletableFuture<Optional<String>>> answers = new ConcurrentHashMap<>();
    private final Function<String, CompletableFuture<Optional<String>>> ask;

    Cache(Function<String, CompletableFuture<Optional<String>>> ask) {
        this.ask = ask;
    }

    CompletableFuture<Optional<String>> get(String key) {
        @Nullable CompletableFuture<Optional<String>> answer = answers.get(key);
        return answer == null ? answers.computeIfAbsent(key, ask) : answer;
    }
}
