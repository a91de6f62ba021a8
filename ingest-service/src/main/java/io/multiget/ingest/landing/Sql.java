package io.multiget.ingest.landing;

import java.nio.charset.StandardCharsets;

/** Names in SQL. */
final class Sql {
    /** Postgres cuts a longer name without a word. */
    static final int LONGEST_NAME = 63;

    private Sql() {}

    /** The name as an SQL identifier, whatever characters it holds. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
