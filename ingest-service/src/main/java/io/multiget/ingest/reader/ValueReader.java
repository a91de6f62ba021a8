package io.multiget.ingest.reader;

import io.multiget.contract.pipeline.Column;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a value of a column's type of a text that is neither empty nor too long. Immutable. */
sealed interface ValueReader {
    /** Puts the value under the column's name, or returns why there is none. */
    @Nullable
    Problem read(String text, Map<String, Object> columns);

    static ValueReader of(Column column) {
        return switch (column.type()) {
            case STRING -> new Text(column.name());
            case LONG -> Whole.of(column);
            case DECIMAL ->
                new Decimal(
                        column.name(), column.min().orElse(null), column.max().orElse(null));
            case TIMESTAMP -> new Timestamp(column.name());
            case BOOLEAN -> new Truth(column.name());
        };
    }

    /** Any text. */
    record Text(String name) implements ValueReader {
        @Override
        public @Nullable Problem read(String text, Map<String, Object> columns) {
            columns.put(name, text);
            return null;
        }
    }

    /** A {@link Long}, written as {@link PlainNumber} has it. */
    record Whole(String name, long min, long max) implements ValueReader {
        private static final int MOST_DIGITS = 19;
        private static final BigDecimal SMALLEST = BigDecimal.valueOf(Long.MIN_VALUE);
        private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

        static Whole of(Column column) {
            return new Whole(
                    column.name(),
                    clamp(column.min().orElse(SMALLEST))
                            .setScale(0, RoundingMode.CEILING)
                            .longValueExact(),
                    clamp(column.max().orElse(LARGEST))
                            .setScale(0, RoundingMode.FLOOR)
                            .longValueExact());
        }

        private static BigDecimal clamp(BigDecimal bound) {
            return bound.max(SMALLEST).min(LARGEST);
        }

        @Override
        public @Nullable Problem read(String text, Map<String, Object> columns) {
            int digits = PlainNumber.wholeDigits(text);
            if (digits == PlainNumber.NONE) {
                return PlainNumber.isBeyond(text, LARGEST)
                        ? outOfRange(text)
                        : new Problem("not_a_number", name + ' ' + Printable.quoted(text) + " is not a whole number");
            }
            // Nineteen digits always fit in 64 bits, if not always in 63 of them.
            if (digits > MOST_DIGITS || Long.compareUnsigned(magnitude(text), bound(text)) > 0) {
                return outOfRange(text);
            }
            long value = Long.parseLong(text);
            if (value < min || value > max) {
                return outOfRange(text);
            }
            columns.put(name, value);
            return null;
        }

        private static long magnitude(String text) {
            return Long.parseUnsignedLong(text, text.charAt(0) == '-' ? 1 : 0, text.length(), 10);
        }

        private static long bound(String text) {
            return text.charAt(0) == '-' ? Long.MIN_VALUE : Long.MAX_VALUE;
        }

        private Problem outOfRange(String text) {
            return new Problem(
                    "out_of_range", name + ' ' + Printable.quoted(text) + " is not within " + min + ".." + max);
        }
    }

    /** A {@link BigDecimal}, exact with all its digits. */
    record Decimal(
            String name, @Nullable BigDecimal min, @Nullable BigDecimal max) implements ValueReader {
        private static final int MOST_DIGITS = 38;
        private static final BigDecimal LARGEST =
                BigDecimal.TEN.pow(MOST_DIGITS).subtract(BigDecimal.ONE);

        @Override
        public @Nullable Problem read(String text, Map<String, Object> columns) {
            int digits = PlainNumber.digits(text);
            if (digits == PlainNumber.NONE) {
                return PlainNumber.isBeyond(text, LARGEST)
                        ? tooManyDigits(text)
                        : new Problem("not_a_number", name + ' ' + Printable.quoted(text) + " is not a number");
            }
            if (digits > MOST_DIGITS) {
                return tooManyDigits(text);
            }
            BigDecimal value = new BigDecimal(text);
            if (min != null && value.compareTo(min) < 0) {
                return new Problem("out_of_range", name + ' ' + text + " is less than " + min);
            }
            if (max != null && value.compareTo(max) > 0) {
                return new Problem("out_of_range", name + ' ' + text + " is more than " + max);
            }
            columns.put(name, value);
            return null;
        }

        private Problem tooManyDigits(String text) {
            return new Problem(
                    "out_of_range", name + ' ' + Printable.quoted(text) + " has more than " + MOST_DIGITS + " digits");
        }
    }

    /**
     * An ISO 8601 time with its offset from UTC, as the instant's canonical text. The years are those that every part
     * behind can write and read.
     */
    record Timestamp(String name) implements ValueReader {
        private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
        private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

        @Override
        public @Nullable Problem read(String text, Map<String, Object> columns) {
            Instant value;
            try {
                value = OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException notATime) {
                return new Problem(
                        "invalid_" + name,
                        name + ' ' + Printable.quoted(text) + " is not a time like 2024-05-31T12:00:00Z");
            }
            if (value.isBefore(EARLIEST) || value.isAfter(LATEST)) {
                return new Problem(
                        "out_of_range", name + ' ' + Printable.quoted(text) + " is not within the years 1..9999");
            }
            columns.put(name, value.toString());
            return null;
        }
    }

    /** {@code true} or {@code false}; spreadsheets write them in capitals. */
    record Truth(String name) implements ValueReader {
        @Override
        public @Nullable Problem read(String text, Map<String, Object> columns) {
            boolean value = text.equalsIgnoreCase("true");
            if (!value && !text.equalsIgnoreCase("false")) {
                return new Problem("bad_type", name + ' ' + Printable.quoted(text) + " is neither true nor false");
            }
            columns.put(name, value);
            return null;
        }
    }
}
