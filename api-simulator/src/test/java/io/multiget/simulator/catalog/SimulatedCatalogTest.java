package io.multiget.simulator.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedCatalogTest {
    private static final int MANY = 20_000;

    private final SimulatedCatalog catalog = new SimulatedCatalog(CatalogSettings.DEFAULT);

    @Test
    void shouldHashAsDocumented() {
        assertThat(SimulatedCatalog.hash("")).isZero();
        assertThat(SimulatedCatalog.hash("A")).isEqualTo(0x3706970B052F16B1L);
        assertThat(SimulatedCatalog.hash("MLA123456789")).isEqualTo(0x0F91A6F2D884765BL);
    }

    @Test
    void shouldAnswerTheSameInEveryProcess() {
        SimulatedItem item = catalog.item("MLA750925229").orElseThrow();

        assertThat(item)
                .isEqualTo(new SimulatedItem(
                        "MLA750925229",
                        "MLA",
                        new BigDecimal("8.7"),
                        Instant.parse("2013-04-17T18:33:06Z"),
                        "MLA1093",
                        "NIO",
                        100_004_394L));
    }

    @Test
    void shouldMissAboutAsManyItemsAsTheSettingsSay() {
        long found = ordinaryIds().filter(id -> catalog.item(id).isPresent()).count();

        assertThat(found / (double) MANY).isCloseTo(0.7, within(0.02));
    }

    @Test
    void shouldMissNoneOrAllItemsWhenToldSo() {
        CatalogSettings none = new CatalogSettings(1, 1, 1, 0);
        CatalogSettings all = new CatalogSettings(1, 1, 1, 1);

        assertThat(ordinaryIds())
                .allMatch(id -> new SimulatedCatalog(none).item(id).isPresent());
        assertThat(ordinaryIds())
                .noneMatch(id -> new SimulatedCatalog(all).item(id).isPresent());
    }

    @Test
    void shouldKnowEveryReferenceOfAnOrdinaryItem() {
        assertThat(items()).allSatisfy(item -> {
            assertThat(catalog.category(item.categoryId())).isPresent();
            assertThat(catalog.currency(item.currencyId())).isPresent();
            assertThat(catalog.user(Long.toString(item.sellerId()))).isPresent();
        });
    }

    @Test
    void shouldDrawFromAsManyReferencesAsTheSettingsSay() {
        List<SimulatedItem> items = items();

        assertThat(items.stream().map(SimulatedItem::categoryId).distinct()).hasSize(1000);
        assertThat(items.stream().map(SimulatedItem::currencyId).distinct()).hasSize(8);
        assertThat(items.stream().map(SimulatedItem::sellerId).distinct()).hasSizeBetween(7000, 10_000);
        assertThat(items).anyMatch(item -> item.sellerId() > Integer.MAX_VALUE);
    }

    @Test
    void shouldDrawPricesOfAtMostTwoDecimalsAndSomeWhole() {
        List<BigDecimal> prices = items().stream().map(SimulatedItem::price).toList();

        assertThat(prices).allMatch(price -> price.signum() > 0 && price.scale() >= 0 && price.scale() <= 2);
        assertThat(prices).anyMatch(price -> price.scale() == 0).anyMatch(price -> price.scale() == 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MLA", "MLA0123", "MLA12x", "mla123", "BAR844812956", "MLA1234567890123456789", "123"})
    void shouldNotFindWhatIsNoItemId(String id) {
        assertThat(new SimulatedCatalog(new CatalogSettings(1, 1, 1, 0)).item(id))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MLA999", "MLA2000", "MLA0", "1000", "../users/1", "MLA-1"})
    void shouldNotFindACategoryNoItemHas(String id) {
        assertThat(catalog.category(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "99999999", "100000007", "100010000", "3000000000", "abc", "-1", "99999999999999999999"
            })
    void shouldNotFindAUserNoItemHas(String id) {
        assertThat(catalog.user(id)).isEmpty();
    }

    @Test
    void shouldHandTheFateOnToTheReferences() {
        SimulatedItem ofBadCategory = item("MLB" + Fate.CATEGORY.number(Fate.NOT_FOUND, 5));
        SimulatedItem ofBadCurrency = item("MLA" + Fate.CURRENCY.number(Fate.NUL_TEXT, 5));
        SimulatedItem ofBadSeller = item("MLA" + Fate.SELLER.number(Fate.THROTTLED_TWICE, 5));

        assertThat(ofBadCategory.categoryId()).startsWith("MLB");
        assertThat(catalog.category(ofBadCategory.categoryId())).isEmpty();
        assertThat(catalog.currency(ofBadCurrency.currencyId()).orElseThrow().description())
                .contains("\u0000");
        assertThat(Fate.of(Long.toString(ofBadSeller.sellerId()))).isEqualTo(Fate.THROTTLED_TWICE);
        assertThat(catalog.user(Long.toString(ofBadSeller.sellerId()))).isPresent();
    }

    @Test
    void shouldShareAFatedCategoryAmongTenNeighbours() {
        List<String> categories = IntStream.range(0, 30)
                .mapToObj(serial -> item("MLA" + Fate.CATEGORY.number(Fate.SLOW, serial)))
                .map(SimulatedItem::categoryId)
                .distinct()
                .toList();

        assertThat(categories).hasSize(3);
    }

    @Test
    void shouldTellWhatIsWrongWithAnItem() {
        assertThat(catalog.item(Fate.NOT_FOUND.itemId("MLA", 1))).isEmpty();
        assertThat(item(Fate.NO_PRICE.itemId("MLA", 1)).price()).isNull();
        assertThat(item(Fate.NO_START_TIME.itemId("MLA", 1)).startTime()).isNull();
        assertThat(item(Fate.NULL_CATEGORY.itemId("MLA", 1)).categoryId()).isNull();
        assertThat(catalog.currency(item(Fate.UNKNOWN_CURRENCY.itemId("MLA", 1)).currencyId()))
                .isEmpty();
        assertThat(catalog.title(Fate.MARKUP_TEXT.itemId("MLA", 1))).contains("</script>");
        assertThat(catalog.title(Fate.LONG_TEXT.itemId("MLA", 1))).hasSizeGreaterThan(2_000_000);
    }

    @Test
    void shouldLeadFromAProductToItsMakerAndCountry() {
        CatalogSettings all = new CatalogSettings(1, 1, 1, 0);
        SimulatedCatalog second = new SimulatedCatalog(all);

        assertThat(IntStream.range(0, 1000)
                        .mapToObj(i -> second.product("AB-" + i).orElseThrow()))
                .allSatisfy(product -> {
                    SimulatedMaker maker = second.maker(product.makerId()).orElseThrow();
                    assertThat(second.country(maker.country())).isPresent();
                });
        assertThat(second.product("not a sku")).isEmpty();
        assertThat(second.maker("mk-200")).isEmpty();
        assertThat(second.country("ZZ")).isEmpty();
    }

    private SimulatedItem item(String id) {
        return catalog.item(id).orElseThrow();
    }

    private List<SimulatedItem> items() {
        return ordinaryIds().flatMap(id -> catalog.item(id).stream()).toList();
    }

    private static Stream<String> ordinaryIds() {
        return IntStream.range(0, MANY).mapToObj(i -> "MLA" + (600_000_000L + i * 7L));
    }
}
