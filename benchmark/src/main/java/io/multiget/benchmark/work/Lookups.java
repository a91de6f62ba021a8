package io.multiget.benchmark.work;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks about lines: items first, then what they refer to, each of it once. Any thread; never blocks. */
public final class Lookups implements AutoCloseable {
    /** The most keys of a call. */
    public static final int BATCH = 20;

    private static final CompletableFuture<Optional<String>> NOTHING =
            CompletableFuture.completedFuture(Optional.empty());
    private static final String ITEMS = "/items?attributes=" + String.join(",", Item.MEMBERS) + "&ids=";

    private final Api api;
    private final Cache categories = new Cache(id -> plain("/categories/" + id, "name"));
    private final Cache currencies = new Cache(id -> plain("/currencies/" + id, "description"));
    private final SellerBatches sellerBatches;
    private final Cache sellers;

    /**
     * @param concurrency calls in flight, over all endpoints; more wait in line
     * @param afterLinger runs what it is given when a batch of sellers has waited long enough for more of them
     */
    public Lookups(URI api, int concurrency, Executor afterLinger) {
        this.api = new Api(api, concurrency);
        this.sellerBatches = new SellerBatches(this.api, afterLinger);
        this.sellers = new Cache(sellerBatches::ask);
    }

    /** @param lines at most {@link #BATCH} */
    public CompletableFuture<List<Item>> items(List<Line> lines) {
        String ids = lines.stream().map(Line::itemId).collect(Collectors.joining(","));
        return api.get(ITEMS + ids).thenApply(body -> {
            Map<String, @Nullable String[]> found = Answers.found(body.orElseThrow(), lines.size(), Item.MEMBERS);
            return lines.stream()
                    .map(line -> Item.of(line, found.get(line.itemId())))
                    .toList();
        });
    }

    /** The rows of these items, once everything that they refer to is answered. */
    public CompletableFuture<List<Row>> rows(List<Item> items) {
        List<References> asked = items.stream().map(this::ask).toList();
        CompletableFuture<?>[] unanswered =
                asked.stream().flatMap(References::unanswered).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(unanswered)
                .thenApply(done -> asked.stream().map(References::row).toList());
    }

    /** Sellers that wait for more of them wait no longer. */
    public void noMoreSellers() {
        sellerBatches.sendOpen();
    }

    @Override
    public void close() {
        api.close();
    }

    private References ask(Item item) {
        return new References(
                item,
                item.categoryId() == null ? NOTHING : categories.get(item.categoryId()),
                item.currencyId() == null ? NOTHING : currencies.get(item.currencyId()),
                item.sellerId() == null ? NOTHING : sellers.get(item.sellerId()));
    }

    private CompletableFuture<Optional<String>> plain(String path, String member) {
        return api.get(path).thenApply(body -> body.map(found -> Answers.members(found, List.of(member))[0]));
    }

    private record References(
            Item item,
            CompletableFuture<Optional<String>> category,
            CompletableFuture<Optional<String>> currency,
            CompletableFuture<Optional<String>> seller) {
        Stream<CompletableFuture<Optional<String>>> unanswered() {
            return Stream.of(category, currency, seller).filter(answer -> !answer.isDone());
        }

        Row row() {
            return item.found()
                    ? Row.enriched(item, text(category), text(currency), text(seller))
                    : Row.notFound(item.line());
        }

        private static @Nullable String text(CompletableFuture<Optional<String>> answer) {
            return answer.join().orElse(null);
        }
    }
}
