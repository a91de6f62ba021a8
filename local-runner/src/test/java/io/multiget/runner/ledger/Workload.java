package io.multiget.runner.ledger;

import io.multiget.simulator.catalog.Fate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A file of lines with mixed fates, and what has to become of each. A pure function of its seed and size: some 5 % of the
 * lines are malformed in known ways, 3 % repeat an earlier item, 2 % are blank.
 */
public final class Workload {
    private static final List<String> SITES = List.of("MLA", "MLB");

    /** A line that is no record, and why. */
    private record Malformed(String text, String code) {}

    private static final List<Malformed> MALFORMED = List.of(
            new Malformed("BAR,844812956", "invalid_site"),
            new Malformed(",800585525", "empty_value"),
            new Malformed("MLA,", "empty_value"),
            new Malformed("MLB,A", "not_a_number"),
            new Malformed("MLA,0", "out_of_range"),
            new Malformed("MLA,99999999999999999999", "out_of_range"),
            new Malformed("MLA,1,2", "too_many_columns"),
            new Malformed("MLA", "missing_columns"),
            new Malformed("\"MLA\"x,5", "bad_quote"));

    /** Fates of items that end quickly, whatever they end with. */
    static final List<Fate> QUICK = List.of(
            Fate.FOUND,
            Fate.NOT_FOUND,
            Fate.NO_PRICE,
            Fate.NULL_PRICE,
            Fate.NO_START_TIME,
            Fate.UNKNOWN_CURRENCY,
            Fate.NULL_CATEGORY,
            Fate.STRING_PRICE,
            Fate.NEGATIVE_PRICE,
            Fate.BAD_VALUE,
            Fate.HUGE_PRICE,
            Fate.LONG_PRICE,
            Fate.BAD_DATE,
            Fate.FAR_DATE,
            Fate.ODD_DATE,
            Fate.NAN_PRICE,
            Fate.DATE_OFFSET,
            Fate.DENIED,
            Fate.PARTIAL_206,
            Fate.REORDERED,
            Fate.EXTRA,
            Fate.EARLY_HINTS,
            Fate.NO_ID_404,
            Fate.NO_ID_500_ONCE,
            Fate.MISSING_ELEMENT,
            Fate.MISSING_ONCE,
            Fate.WRONG_ID,
            Fate.DOUBLED,
            Fate.DOUBLED_ONCE,
            Fate.FAILS_TWICE,
            Fate.THROTTLED_TWICE);

    /** Of what an item refers to. */
    private static final List<Fate> REFERRED = List.of(Fate.FOUND, Fate.NOT_FOUND, Fate.NUL_TEXT, Fate.LONE_SURROGATE);

    /** Fates that spoil the whole call they are in; few, as each costs a dozen calls. */
    static final List<Fate> SPOILING = List.of(
            Fate.ALWAYS_500,
            Fate.TRUNCATED_ONCE,
            Fate.TRUNCATED_ALWAYS,
            Fate.HTML,
            Fate.RESET_ONCE,
            Fate.RESET_ALWAYS,
            Fate.REFUSED,
            Fate.BATCH_404,
            Fate.TOO_LARGE_413,
            Fate.NO_CONTENT,
            Fate.REDIRECT,
            Fate.NOT_AN_ARRAY,
            Fate.ODD_BODY,
            Fate.EMPTY_ARRAY,
            Fate.BYTE_ORDER_MARK,
            Fate.UTF16,
            Fate.GZIP_BOMB,
            Fate.ODD_REDIRECT,
            Fate.RETRY_AFTER_ODD,
            Fate.CLOSED_ONCE,
            Fate.HANGS_UP,
            Fate.SECOND_ANSWER,
            Fate.INFORMATIONAL_FLOOD,
            Fate.HUGE_HEADER,
            Fate.ENDLESS_PRICE,
            Fate.DEEP);

    /** Of those, the ones with an answer so long that a bad wire stops it: 10 KB to 1 MB. */
    private static final Set<Fate> LONG = Set.of(Fate.ENDLESS_PRICE, Fate.DEEP, Fate.GZIP_BOMB);

    private final List<PlannedLine> lines;
    private final String text;
    private final long blank;
    private final long enriched;

    private Workload(List<PlannedLine> lines, String text, long blank) {
        this.lines = List.copyOf(lines);
        this.text = text;
        this.blank = blank;
        this.enriched = lines.stream()
                .filter(line -> line.expected() instanceof Expected.Row)
                .count();
    }

    /** Every kind of line and fate. */
    public static Workload mixed(long seed, int size) {
        Drawing drawing = new Drawing(seed);
        for (int i = 0; i < size; i++) {
            drawing.add(i, size);
        }
        return drawing.finish();
    }

    /** Ordinary items only: found or not, and nothing that takes patience. */
    public static Workload ordinary(long seed, int size) {
        Drawing drawing = new Drawing(seed);
        for (int i = 0; i < size; i++) {
            drawing.item(drawing.ordinaryId());
        }
        return drawing.finish();
    }

    /** The same, but that those of these rows whose answer is very long have to be given up. */
    public Workload excusingLongAnswers(Set<Long> rows) {
        return new Workload(
                lines.stream()
                        .map(line -> rows.contains(line.row()) && LONG.contains(line.fate())
                                ? line.expecting(Expected.GIVEN_UP)
                                : line)
                        .toList(),
                text,
                blank);
    }

    public List<PlannedLine> lines() {
        return lines;
    }

    public byte[] file() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public long blank() {
        return blank;
    }

    public long enriched() {
        return enriched;
    }

    public long rejected() {
        return lines.size() - enriched;
    }

    private static final class Drawing {
        private final Random random;
        private final Truth truth = new Truth();
        private final List<PlannedLine> lines = new ArrayList<>();
        private final StringBuilder text = new StringBuilder("site,id\n");
        private final List<String> seen = new ArrayList<>();
        private long line = 1;
        private long blank;
        private int serial;

        Drawing(long seed) {
            this.random = new Random(seed);
        }

        void add(int i, int size) {
            int draw = random.nextInt(100);
            if (draw < 5) {
                Malformed malformed = MALFORMED.get(random.nextInt(MALFORMED.size()));
                plan(malformed.text(), new Expected.Reason("input", malformed.code()));
            } else if (draw < 8 && !seen.isEmpty()) {
                item(seen.get(random.nextInt(seen.size())));
            } else if (draw < 10) {
                line++;
                blank++;
                text.append(random.nextBoolean() ? "" : "   ").append('\n');
            } else if (i % 250 == 17) {
                item(site() + "," + pick(SPOILING).number(serial++));
            } else if (i % Math.max(250, size / 20) == 142) {
                // Few, as the API throttles the whole call: it is to hold up an instance for a moment, not to look like
                // an
                // API that takes less than it said.
                item(site() + "," + referring(Fate.THROTTLED_TWICE));
            } else if (draw < 40) {
                item(site() + "," + pick(QUICK).number(serial++));
            } else if (draw < 45) {
                item(site() + "," + referring(pick(REFERRED)));
            } else {
                item(ordinaryId());
            }
        }

        private long referring(Fate target) {
            Fate kind = pick(List.of(Fate.CATEGORY, Fate.CURRENCY, Fate.SELLER));
            return kind.number(target, serial++);
        }

        String ordinaryId() {
            return site() + "," + (100_000_000L + random.nextInt(900_000_000));
        }

        void item(String key) {
            seen.add(key);
            int comma = key.indexOf(',');
            plan(key, truth.of(key.substring(0, comma), Long.parseLong(key.substring(comma + 1))));
        }

        private void plan(String line, Expected expected) {
            lines.add(new PlannedLine(lines.size() + 1L, ++this.line, line, expected));
            text.append(line).append('\n');
        }

        private String site() {
            return pick(SITES);
        }

        private <T> T pick(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }

        Workload finish() {
            return new Workload(Collections.unmodifiableList(lines), text.toString(), blank);
        }
    }
}
