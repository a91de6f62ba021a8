package io.multiget.simulator.catalog;

import java.util.Arrays;

/**
 * What becomes of an id, written in the id itself.
 *
 * <p>An id has a fate when it ends in a number of exactly twelve digits, {@code 77FFssssssss}: two sevens, the fate's
 * code, a serial of eight digits. {@code MLA773100000042} is an item that is throttled twice. The same number works
 * wherever the API takes an id: {@code MLA77..} for items and categories, {@code CUR77..} for currencies, the bare number
 * for users, {@code SKU77..} and {@code mk-77..} for products and makers. Every other id is {@link #ORDINARY}.
 *
 * <p>{@link #CATEGORY}, {@link #CURRENCY} and {@link #SELLER} are items in good health whose category, currency or seller
 * has a fate: the first two digits of the serial are that fate's code, the other six the serial. Ten neighbouring
 * serials share one category, currency or seller.
 *
 * <p>"Once" and "twice" count how often the id was asked, alone or in a multiget, in calls that were not turned away as a
 * whole (rate, token, outage). Where several ids of a call would each spoil the whole answer, the first one in the call
 * does. "Alone" is a call with one id. Where a fate has several forms, the serial, divided by their number, leaves the
 * one: {@code ODD_DATE.itemId("MLA", 7)} is a date in the third of five forms. Fates that only a multiget can show are {@link #FOUND} in {@code GET /items/{id}},
 * those about a price or a date are {@link #FOUND} for whatever is not an item.
 */
public enum Fate {
    ORDINARY(-1, "no fate: found or not as the hash has it"),

    FOUND(0, "always found"),
    NOT_FOUND(1, "404"),
    NO_PRICE(2, "found, the price is absent"),
    NULL_PRICE(3, "found, the price is null"),
    NO_START_TIME(4, "found, the start time is absent"),
    UNKNOWN_CURRENCY(5, "found, its currency is one the API answers with 404"),
    NULL_CATEGORY(6, "found, its category is null"),
    STRING_PRICE(7, "found, the price is the string \"12.5\""),
    BOOLEAN_PRICE(8, "found, the price is true"),
    NEGATIVE_PRICE(9, "found, the price is -1"),
    BAD_VALUE(10, "found, the price is the string \"12,5\""),
    HUGE_PRICE(11, "found, the price is 1e400"),
    LONG_PRICE(12, "found, the price has 45 digits"),
    BAD_DATE(13, "found, the start time is 0000-00-00T00:00:00.000Z"),
    DATE_NO_ZONE(14, "found, the start time has no zone"),
    FAR_DATE(15, "found, the start time is in the year 294277"),
    DATE_OFFSET(16, "found, the start time is written with the offset -04:00"),
    NUL_TEXT(17, "found, its text (title, name, description, nickname) holds U+0000"),
    LONE_SURROGATE(18, "found, its text ends in half a surrogate pair"),
    DEEP(19, "found, the price (or the text) is 100,000 arrays in each other"),
    HOSTILE_REFERENCE(20, "found, its category id is ../users/1?x=#"),
    LONG_TEXT(21, "found, its text has two million characters"),
    MARKUP_TEXT(22, "found, its text holds markup, SQL and an emoji, all harmless as data"),
    NAN_PRICE(23, "found, the price is NaN"),
    ENDLESS_PRICE(24, "found, the price has 10,000 digits"),
    ODD_DATE(25, "found, the start time is no date: 24:00, a leap second, infinity, milliseconds, 30 February"),

    UTF16(26, "the right JSON in UTF-16"),
    NOT_GZIP(27, "the right JSON, said to be gzip"),
    ODD_REDIRECT(28, "a redirect to itself, to a file, to nowhere, or to another host without a scheme"),
    RETRY_AFTER_ODD(29, "429 with Retry-After: 0, -1, a date long past, 1.5 or nothing the first time, then found"),
    WRONG_CLOCK(47, "429 as RETRY_AFTER_DATE, with a Date that is an hour slow, the first time, then found"),

    ALWAYS_500(30, "element 500; alone in a plain GET, the whole answer"),
    THROTTLED_TWICE(31, "element 429 the first two times, then found; in a plain GET the whole answer"),
    DENIED(32, "element 403; in a plain GET the whole answer"),
    PARTIAL_206(33, "found, with code 206"),
    REORDERED(34, "found; the elements of its call come in reverse order"),
    MISSING_ELEMENT(35, "its element is left out of every multiget"),
    MISSING_ONCE(36, "its element is left out the first time, then found"),
    DOUBLED(37, "every multiget has two elements for it, with different prices"),
    DOUBLED_ONCE(38, "two elements with different prices the first time, then one"),
    EXTRA(39, "found; its call gets one more element that nobody asked for"),
    WRONG_ID(40, "its element's body has another id"),
    NO_ID_404(41, "404, without an id in the body"),
    NO_ID_500_ONCE(42, "element 500 without an id in the body the first time, then found"),
    NOT_FOUND_ONCE(43, "404 the first time, then found"),
    CHANGING(44, "found, with another price each time"),
    FAILS_TWICE(45, "element 500 the first two times, then found"),
    LATE_ONCE(46, "found; the first time with another price, and as late as the setting `slow` says"),

    SLOW(50, "found; its call takes as long as the setting `slow` says"),
    TRUNCATED_ONCE(51, "the JSON of its call is cut in the middle the first time, then found"),
    TRUNCATED_ALWAYS(52, "the JSON of its call is cut in the middle"),
    HTML(53, "200 with an HTML page"),
    HTML_ONCE(54, "200 with an HTML page the first time, then found"),
    RESET_ONCE(55, "connection reset in mid body the first time, then found"),
    RESET_ALWAYS(56, "connection reset in mid body"),
    CLOSED_ONCE(57, "connection closed before Content-Length the first time, then found"),
    REFUSED(58, "400 for every call that holds it"),
    BATCH_404(59, "404 for a call with other ids, found alone"),
    TOO_LARGE_413(60, "413 for a call with other ids, found alone"),
    TOO_LONG_414(61, "414 for a call with other ids, found alone"),
    REDIRECT(62, "302 to another host name"),
    NO_CONTENT(63, "204"),
    NOT_MODIFIED(64, "304"),
    GZIP_BOMB(65, "200, gzip, one MB that inflates to one GB"),
    HUGE_BODY(66, "200, 100 MB in chunks"),
    HEADERS_THEN_SILENCE(67, "the head of a 200, then nothing"),
    DRIBBLE(68, "200, one byte a second"),
    SILENCE_ONCE(69, "no answer at all the first time, then found"),
    RETRY_AFTER_HUGE(70, "429 with Retry-After: 1000000000 the first time, then found"),
    RETRY_AFTER_DATE(71, "429 with Retry-After: a date two seconds ahead the first time, then found"),
    RETRY_AFTER_SECOND(72, "429 with Retry-After: 1 the first time, then found"),
    RETRY_AFTER_GARBAGE(73, "429 with Retry-After: soon the first time, then found"),
    RETRY_AFTER_TWO(74, "429 with Retry-After: 1 and Retry-After: 2 the first time, then found"),
    STATUS_ONCE(75, "the status in the serial's last three digits the first time, then found"),
    STATUS_ALWAYS(76, "the status in the serial's last three digits"),
    NOT_AN_ARRAY(77, "200 with an object where an array is due, and the other way round"),
    NULL_ANSWER(78, "200 with the JSON null"),
    TRAILING_GARBAGE(79, "the right JSON and more after it"),
    BYTE_ORDER_MARK(80, "the right JSON after a byte order mark"),
    BAD_UTF8(81, "the right JSON with a byte that is not UTF-8 in a string"),
    MANY_HEADERS(82, "the right answer with 1,000 headers"),
    HUGE_HEADER(83, "the right answer with a header of 64 KB"),
    INFORMATIONAL_FLOOD(84, "the right answer after 1,000 answers with status 102"),
    EARLY_HINTS(85, "the right answer after one with status 103"),
    SECOND_ANSWER(86, "the right answer, and the same again that nobody asked for"),
    HANGS_UP(87, "the right answer; the next call on its connection finds it closed"),
    ODD_BODY(88, "200 with nothing, \"\", 0 or true for a body"),
    EMPTY_ARRAY(89, "200 with an empty array"),

    CATEGORY(90, "found; its category (a product's maker) has the fate in the serial's first two digits"),
    CURRENCY(91, "found; its currency has the fate in the serial's first two digits"),
    SELLER(92, "found; its seller has the fate in the serial's first two digits");

    private static final int DIGITS = 12;
    private static final int SERIAL_DIGITS = 8;
    private static final long FIRST_NUMBER = 770_000_000_000L;
    private static final int SERIALS = 100_000_000;
    private static final int TARGET_SERIALS = 1_000_000;
    private static final int SHARED_BY = 10;
    private static final Fate[] BY_CODE = byCode();

    private final int code;
    private final String meaning;

    Fate(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The two digits in the id; -1 for {@link #ORDINARY}. */
    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }

    /** The fate written in an id; a code that stands for none is {@link #ORDINARY}. */
    public static Fate of(String id) {
        int start = id.length() - DIGITS;
        if (!endsInTwelveDigits(id) || id.charAt(start) != '7' || id.charAt(start + 1) != '7') {
            return ORDINARY;
        }
        return BY_CODE[(id.charAt(start + 2) - '0') * 10 + id.charAt(start + 3) - '0'];
    }

    /** The id, always found, that {@link #EXTRA} and {@link #WRONG_ID} bring into the answer about an id. */
    public static String strangerTo(String id) {
        String prefix = id.substring(0, id.length() - DIGITS);
        return prefix + FOUND.number((serialOf(id) + SERIALS / 2) % SERIALS);
    }

    /** The serial of an id that has a fate. */
    public static int serialOf(String id) {
        return Integer.parseInt(id, id.length() - SERIAL_DIGITS, id.length(), 10);
    }

    /**
     * The twelve digits of this fate and a serial below 100,000,000, to be put behind a site's three letters.
     *
     * @throws IllegalArgumentException for {@link #ORDINARY} and for a serial that does not fit
     */
    public long number(int serial) {
        if (this == ORDINARY) {
            throw new IllegalArgumentException("an ordinary id has no fate number");
        }
        return FIRST_NUMBER + (long) code * SERIALS + requireBelow(SERIALS, serial);
    }

    /**
     * The twelve digits of an item whose category, currency or seller has a fate, and a serial below 1,000,000.
     *
     * @throws IllegalArgumentException when this is none of {@link #CATEGORY}, {@link #CURRENCY}, {@link #SELLER}, or
     *     the serial does not fit
     */
    public long number(Fate target, int serial) {
        if (!isAboutAReference() || target == ORDINARY) {
            throw new IllegalArgumentException(this + " cannot hand on the fate " + target);
        }
        return number(target.code * TARGET_SERIALS + requireBelow(TARGET_SERIALS, serial));
    }

    /** An item id of this fate: {@code Fate.NO_PRICE.itemId("MLA", 7)} is {@code MLA770200000007}. */
    public String itemId(String site, int serial) {
        return site + number(serial);
    }

    boolean isAboutAReference() {
        return this == CATEGORY || this == CURRENCY || this == SELLER;
    }

    /** The number of the category, currency or seller of an item with such a fate. */
    static long referenceNumber(String itemId) {
        int serial = serialOf(itemId);
        Fate target = BY_CODE[serial / TARGET_SERIALS];
        return (target == ORDINARY ? FOUND : target).number(serial % TARGET_SERIALS / SHARED_BY);
    }

    private static boolean endsInTwelveDigits(String id) {
        int digits = 0;
        while (digits <= DIGITS && digits < id.length() && isDigit(id.charAt(id.length() - 1 - digits))) {
            digits++;
        }
        return digits == DIGITS;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int requireBelow(int bound, int serial) {
        if (serial < 0 || serial >= bound) {
            throw new IllegalArgumentException("serial must be in 0.." + (bound - 1) + ", was " + serial);
        }
        return serial;
    }

    private static Fate[] byCode() {
        Fate[] fates = new Fate[100];
        Arrays.fill(fates, ORDINARY);
        for (Fate fate : values()) {
            if (fate != ORDINARY) {
                fates[fate.code] = fate;
            }
        }
        return fates;
    }
}
