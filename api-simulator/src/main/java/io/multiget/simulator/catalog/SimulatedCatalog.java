package io.multiget.simulator.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every answer of the simulated API as a pure function of the id and the {@link CatalogSettings}.
 *
 * <p>All methods say what the API says of an id once it says anything: an item that is throttled twice is here, an item
 * whose call is always reset is here too, and {@link Fate} tells the two apart. Empty means that the API answers 404.
 *
 * <p>Immutable; any thread.
 */
public final class SimulatedCatalog {
    /** How many currencies there are to be drawn from. */
    public static final int CURRENCIES = Words.CURRENCIES.size();

    /** A currency id that {@code /currencies} answers with 404. */
    public static final String UNKNOWN_CURRENCY = "XXU";

    /** A category id that would leave its path segment if it were not encoded. */
    public static final String HOSTILE_CATEGORY = "../users/1?x=#";

    static final int MAKERS = 200;
    static final int LONG_TEXT = 2_000_000;
    static final String MARKUP = " </script><b onclick=alert(1)>'; drop table items;-- \uD83D\uDE00";

    private static final int FIRST_CATEGORY = 1000;
    private static final long FIRST_SELLER = 100_000_000L;
    private static final long FIRST_LONG_SELLER = 3_000_000_000L;
    private static final int LONG_SELLER_EVERY = 8;
    private static final long FIRST_SECOND =
            Instant.parse("2010-01-01T00:00:00Z").getEpochSecond();
    private static final int SECONDS = 10 * 365 * 24 * 3600;
    private static final long FIRST_DAY = LocalDate.of(1990, 1, 1).toEpochDay();
    private static final int DAYS = 35 * 365;

    // The places of the draws: part of what an answer is, so they are never renumbered.
    private static final int MISSING = 1;
    private static final int SCALE = 2;
    private static final int MAGNITUDE = 3;
    private static final int PRICE = 4;
    private static final int START_TIME = 5;
    private static final int CATEGORY = 6;
    private static final int CURRENCY = 7;
    private static final int SELLER = 8;
    private static final int WORD = 9;
    private static final int SECOND_WORD = 10;
    private static final int NUMBER = 11;

    private final CatalogSettings settings;

    public SimulatedCatalog(CatalogSettings settings) {
        this.settings = settings;
    }

    /**
     * The hash every answer is drawn from: {@code h = 0}, then for each UTF-16 unit {@code c} of the id
     * {@code h = mix(h + 0x9E3779B97F4A7C15 + c)}, where {@code mix} is the finalizer of SplitMix64
     * ({@code z ^= z >>> 30; z *= 0xBF58476D1CE4E5B9; z ^= z >>> 27; z *= 0x94D049BB133111EB; z ^= z >>> 31}). Draw
     * {@code n} of an id is {@code mix(h + n * 0x9E3779B97F4A7C15)}.
     */
    public static long hash(String id) {
        long hash = 0;
        for (int i = 0; i < id.length(); i++) {
            hash = Draws.mix(hash + Draws.GAMMA + id.charAt(i));
        }
        return hash;
    }

    /** An item, by three letters of a site and a number without leading zeros. */
    public Optional<SimulatedItem> item(String id) {
        Fate fate = Fate.of(id);
        Draws draws = Draws.of(id);
        if (!isSiteAndNumber(id) || isMissing(fate, draws)) {
            return Optional.empty();
        }
        String site = id.substring(0, 3);
        return Optional.of(new SimulatedItem(
                id,
                site,
                price(fate, draws),
                startTime(fate, draws),
                categoryOf(id, site, fate, draws),
                currencyOf(id, fate, draws),
                sellerOf(id, fate, draws)));
    }

    /** The title of an item that is there. */
    public String title(String itemId) {
        return told(Fate.of(itemId), title(Draws.of(itemId)));
    }

    public Optional<SimulatedCategory> category(String id) {
        Fate fate = Fate.of(id);
        if (!isSiteAndNumber(id) || fate == Fate.NOT_FOUND || fate == Fate.ORDINARY && !isOrdinaryCategory(id)) {
            return Optional.empty();
        }
        Draws draws = Draws.of(id);
        String name = pick(Words.CATEGORIES, WORD, draws) + " " + id.substring(3);
        return Optional.of(new SimulatedCategory(id, told(fate, name)));
    }

    public Optional<SimulatedCurrency> currency(String id) {
        Fate fate = Fate.of(id);
        if (fate == Fate.ORDINARY) {
            return Optional.ofNullable(Words.CURRENCY_BY_ID.get(id));
        }
        if (fate == Fate.NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(
                new SimulatedCurrency(id, told(fate, "Peso simulado " + id.substring(id.length() - 4)), "$", 2));
    }

    /** A user by the number in decimal digits, as it stands in a URL. */
    public Optional<SimulatedUser> user(String id) {
        Fate fate = Fate.of(id);
        if (!isNumber(id, 0) || fate == Fate.NOT_FOUND || fate == Fate.ORDINARY && !isOrdinarySeller(id)) {
            return Optional.empty();
        }
        Draws draws = Draws.of(id);
        int site = draws.below(SECOND_WORD, Words.SITES.size());
        String nickname = pick(Words.NICKNAMES, WORD, draws) + id.substring(Math.max(0, id.length() - 5));
        return Optional.of(new SimulatedUser(
                Long.parseLong(id), told(fate, nickname), Words.SITE_COUNTRIES.get(site), Words.SITES.get(site)));
    }

    public Optional<SimulatedProduct> product(String sku) {
        Fate fate = Fate.of(sku);
        Draws draws = Draws.of(sku);
        if (!isSku(sku) || isMissing(fate, draws)) {
            return Optional.empty();
        }
        String maker =
                fate == Fate.CATEGORY ? "mk-" + Fate.referenceNumber(sku) : "mk-" + draws.below(CATEGORY, MAKERS);
        LocalDate released = LocalDate.ofEpochDay(FIRST_DAY + draws.below(START_TIME, DAYS));
        return Optional.of(new SimulatedProduct(sku, told(fate, title(draws)), maker, released));
    }

    public Optional<SimulatedMaker> maker(String id) {
        Fate fate = Fate.of(id);
        if (!id.startsWith("mk-")
                || !isNumber(id, 3)
                || fate == Fate.NOT_FOUND
                || fate == Fate.ORDINARY && Long.parseLong(id, 3, id.length(), 10) >= MAKERS) {
            return Optional.empty();
        }
        Draws draws = Draws.of(id);
        String name = pick(Words.MAKERS, WORD, draws) + " " + id.substring(3);
        String country = pick(Words.COUNTRIES, SECOND_WORD, draws).code();
        return Optional.of(new SimulatedMaker(id, told(fate, name), country));
    }

    public Optional<SimulatedCountry> country(String code) {
        return Optional.ofNullable(Words.COUNTRY_BY_CODE.get(code));
    }

    private boolean isMissing(Fate fate, Draws draws) {
        return fate == Fate.ORDINARY && draws.share(MISSING) < settings.missing()
                || fate == Fate.NOT_FOUND
                || fate == Fate.NO_ID_404;
    }

    /** Half of the prices are whole; they spread over six orders of magnitude. */
    private static @Nullable BigDecimal price(Fate fate, Draws draws) {
        return switch (fate) {
            case NO_PRICE, NULL_PRICE, BOOLEAN_PRICE, BAD_VALUE, HUGE_PRICE, LONG_PRICE, DEEP -> null;
            case STRING_PRICE -> new BigDecimal("12.5");
            case NEGATIVE_PRICE -> BigDecimal.ONE.negate();
            default -> {
                int scale = Math.max(0, draws.below(SCALE, 4) - 1);
                int most = (int) Math.pow(10, 2 + draws.below(MAGNITUDE, 6));
                yield BigDecimal.valueOf(1 + draws.below(PRICE, most), scale);
            }
        };
    }

    private static @Nullable Instant startTime(Fate fate, Draws draws) {
        return switch (fate) {
            case NO_START_TIME, BAD_DATE, DATE_NO_ZONE, FAR_DATE -> null;
            default -> Instant.ofEpochSecond(FIRST_SECOND + draws.below(START_TIME, SECONDS));
        };
    }

    private @Nullable String categoryOf(String id, String site, Fate fate, Draws draws) {
        return switch (fate) {
            case NULL_CATEGORY -> null;
            case HOSTILE_REFERENCE -> HOSTILE_CATEGORY;
            case CATEGORY -> site + Fate.referenceNumber(id);
            default -> site + (FIRST_CATEGORY + draws.below(CATEGORY, settings.categories()));
        };
    }

    private String currencyOf(String id, Fate fate, Draws draws) {
        return switch (fate) {
            case UNKNOWN_CURRENCY -> UNKNOWN_CURRENCY;
            case CURRENCY -> "CUR" + Fate.referenceNumber(id);
            default ->
                Words.CURRENCIES
                        .get(draws.below(CURRENCY, settings.currencies()))
                        .id();
        };
    }

    private long sellerOf(String id, Fate fate, Draws draws) {
        return fate == Fate.SELLER ? Fate.referenceNumber(id) : sellerId(draws.below(SELLER, settings.sellers()));
    }

    private static long sellerId(int index) {
        return (index % LONG_SELLER_EVERY == LONG_SELLER_EVERY - 1 ? FIRST_LONG_SELLER : FIRST_SELLER) + index;
    }

    private boolean isOrdinarySeller(String id) {
        long number = Long.parseLong(id);
        long index = number - (number >= FIRST_LONG_SELLER ? FIRST_LONG_SELLER : FIRST_SELLER);
        return index >= 0 && index < settings.sellers() && sellerId((int) index) == number;
    }

    private boolean isOrdinaryCategory(String id) {
        long index = Long.parseLong(id, 3, id.length(), 10) - FIRST_CATEGORY;
        return index >= 0 && index < settings.categories();
    }

    private static String title(Draws draws) {
        return pick(Words.THINGS, WORD, draws) + " " + pick(Words.KINDS, SECOND_WORD, draws) + " "
                + draws.below(NUMBER, 1000);
    }

    /** What the fate makes of a text. */
    private static String told(Fate fate, String text) {
        return switch (fate) {
            case NUL_TEXT -> text + "\u0000.";
            case LONE_SURROGATE -> text + "\uD83D";
            case MARKUP_TEXT -> text + MARKUP;
            case LONG_TEXT -> text + "x".repeat(LONG_TEXT);
            default -> text;
        };
    }

    private static <T> T pick(List<T> words, int place, Draws draws) {
        return words.get(draws.below(place, words.size()));
    }

    private static boolean isSiteAndNumber(String id) {
        return id.length() > 3
                && id.charAt(0) == 'M'
                && isUpper(id.charAt(1))
                && isUpper(id.charAt(2))
                && isNumber(id, 3);
    }

    /** At most 18 digits, so that every number fits a long, and no leading zero but in 0 itself. */
    private static boolean isNumber(String id, int from) {
        int digits = id.length() - from;
        if (digits < 1 || digits > 18 || digits > 1 && id.charAt(from) == '0') {
            return false;
        }
        for (int i = from; i < id.length(); i++) {
            if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isSku(String sku) {
        return !sku.isEmpty()
                && sku.length() <= 64
                && sku.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0));
    }
}
