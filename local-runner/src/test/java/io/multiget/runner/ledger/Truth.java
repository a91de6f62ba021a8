package io.multiget.runner.ledger;

import io.multiget.simulator.catalog.CatalogSettings;
import io.multiget.simulator.catalog.Fate;
import io.multiget.simulator.catalog.SimulatedCatalog;
import io.multiget.simulator.catalog.SimulatedCategory;
import io.multiget.simulator.catalog.SimulatedCurrency;
import io.multiget.simulator.catalog.SimulatedItem;
import io.multiget.simulator.catalog.SimulatedUser;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the shipped pipeline has to make of an item, from the simulator's catalogue and the meaning of each fate. */
final class Truth {
    private static final String ITEM = "item";

    /** Fates that no patience mends, with the reason they have to end with. */
    private static final Map<Fate, String> HOPELESS = new EnumMap<>(Map.ofEntries(
            Map.entry(Fate.NOT_FOUND, "not_found"),
            Map.entry(Fate.NO_ID_404, "not_found"),
            Map.entry(Fate.BOOLEAN_PRICE, "bad_value"),
            Map.entry(Fate.BAD_VALUE, "bad_value"),
            Map.entry(Fate.DEEP, "bad_value"),
            Map.entry(Fate.NAN_PRICE, "bad_value"),
            Map.entry(Fate.ENDLESS_PRICE, "bad_value"),
            Map.entry(Fate.HUGE_PRICE, "out_of_range"),
            Map.entry(Fate.LONG_PRICE, "out_of_range"),
            Map.entry(Fate.BAD_DATE, "bad_date"),
            Map.entry(Fate.DATE_NO_ZONE, "bad_date"),
            Map.entry(Fate.FAR_DATE, "bad_date"),
            Map.entry(Fate.ODD_DATE, "bad_date"),
            Map.entry(Fate.ALWAYS_500, "retries_exhausted"),
            Map.entry(Fate.RESET_ALWAYS, "retries_exhausted"),
            Map.entry(Fate.HUGE_HEADER, "retries_exhausted"),
            Map.entry(Fate.INFORMATIONAL_FLOOD, "retries_exhausted"),
            Map.entry(Fate.DENIED, "denied"),
            Map.entry(Fate.MISSING_ELEMENT, "missing_in_answer"),
            Map.entry(Fate.WRONG_ID, "missing_in_answer"),
            Map.entry(Fate.EMPTY_ARRAY, "missing_in_answer"),
            Map.entry(Fate.DOUBLED, "ambiguous_answer"),
            Map.entry(Fate.TRUNCATED_ALWAYS, "bad_answer"),
            Map.entry(Fate.NO_CONTENT, "bad_answer"),
            Map.entry(Fate.NOT_AN_ARRAY, "bad_answer"),
            Map.entry(Fate.ODD_BODY, "bad_answer"),
            Map.entry(Fate.BYTE_ORDER_MARK, "bad_answer"),
            Map.entry(Fate.UTF16, "bad_answer"),
            Map.entry(Fate.GZIP_BOMB, "answer_too_large"),
            Map.entry(Fate.HTML, "not_json"),
            Map.entry(Fate.REFUSED, "refused"),
            Map.entry(Fate.REDIRECT, "redirect"),
            Map.entry(Fate.ODD_REDIRECT, "redirect")));

    private static final Map<Fate, String> HOPELESS_TEXT = Map.of(
            Fate.ALWAYS_500, "retries_exhausted",
            Fate.NUL_TEXT, "unstorable_char",
            Fate.LONE_SURROGATE, "unstorable_char");

    private final SimulatedCatalog catalog = new SimulatedCatalog(CatalogSettings.DEFAULT);

    Expected of(String site, long id) {
        String key = site + id;
        Fate fate = Fate.of(key);
        String reason = HOPELESS.get(fate);
        if (reason != null) {
            return new Expected.Reason(ITEM, reason);
        }
        Optional<SimulatedItem> found = catalog.item(key);
        return found.map(item -> row(site, id, fate, item)).orElseGet(() -> new Expected.Reason(ITEM, "not_found"));
    }

    private Expected row(String site, long id, Fate fate, SimulatedItem item) {
        Expected trouble = referenceTrouble(item);
        if (trouble != null) {
            return trouble;
        }
        BigDecimal price = fate == Fate.STRING_PRICE ? new BigDecimal("12.5") : item.price();
        return new Expected.Row(
                site,
                id,
                price,
                item.startTime(),
                Optional.ofNullable(item.categoryId())
                        .flatMap(catalog::category)
                        .map(SimulatedCategory::name)
                        .orElse(null),
                catalog.currency(item.currencyId())
                        .map(SimulatedCurrency::description)
                        .orElse(null),
                catalog.user(Long.toString(item.sellerId()))
                        .map(SimulatedUser::nickname)
                        .orElse(null));
    }

    private static @Nullable Expected referenceTrouble(SimulatedItem item) {
        String category = item.categoryId() == null ? null : HOPELESS_TEXT.get(Fate.of(item.categoryId()));
        if (category != null) {
            return new Expected.Reason("category", category);
        }
        String currency = HOPELESS_TEXT.get(Fate.of(item.currencyId()));
        if (currency != null) {
            return new Expected.Reason("currency", currency);
        }
        String seller = HOPELESS_TEXT.get(Fate.of(Long.toString(item.sellerId())));
        return seller == null ? null : new Expected.Reason("seller", seller);
    }
}
