package io.multiget.contract.pipeline;

/** The type of a value: in the file, in an answer, and in the table. */
public enum ValueType {
    /** Postgres {@code text}; a {@link String} without NUL or lone surrogates. */
    STRING("text"),
    /** Postgres {@code bigint}; a {@link Long}. */
    LONG("bigint"),
    /** Postgres {@code numeric}; a {@link java.math.BigDecimal} of at most 38 digits, never rounded. */
    DECIMAL("numeric"),
    /** Postgres {@code timestamptz}; a {@link String} as {@link java.time.Instant#toString()} writes it. */
    TIMESTAMP("timestamptz"),
    /** Postgres {@code boolean}; a {@link Boolean}. */
    BOOLEAN("boolean");

    private final String sqlType;

    ValueType(String sqlType) {
        this.sqlType = sqlType;
    }

    /** The column's type in Postgres. */
    public String sqlType() {
        return sqlType;
    }
}
