package io.multiget.benchmark.floor;

import io.multiget.benchmark.work.Row;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows on their way into the table, in one COPY, so they are there when it ends. Used by one thread at a time; a second
 * one of its own talks to Postgres.
 */
final class CopyRows implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    private static final String NULL = "\\N";

    private final ExecutorService postgres = Executors.newSingleThreadExecutor(task -> new Thread(task, "copy"));
    private final CopyIn copy;
    private final StringBuilder chunk = new StringBuilder(CHUNK + CHUNK / 8);
    private CompletableFuture<@Nullable Void> sent = CompletableFuture.completedFuture(null);

    private CopyRows(CopyIn copy) {
        this.copy = copy;
    }

    static CopyRows into(String table, Connection connection) throws SQLException {
        String columns = "row, site, id, status, stage, code, price, start_time, name, description, nickname";
        String sql = "copy " + table + " (" + columns + ") from stdin";
        return new CopyRows(connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql));
    }

    void write(Row row) {
        chunk.append(row.row()).append('\t').append(row.site()).append('\t').append(row.id());
        column(row.status());
        column(row.stage());
        column(row.code());
        column(row.price());
        column(row.startTime());
        column(row.name());
        column(row.description());
        column(row.nickname());
        chunk.append('\n');
        if (chunk.length() >= CHUNK) {
            send();
        }
    }

    /** Ends the COPY and returns how many rows it brought. */
    long end() throws SQLException {
        send();
        sent.join();
        return copy.endCopy();
    }

    /** Without {@link #end} nothing stays. */
    @Override
    public void close() throws SQLException {
        postgres.shutdownNow();
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void column(@Nullable String value) {
        chunk.append('\t');
        if (value == null) {
            chunk.append(NULL);
        } else if (isPlain(value)) {
            chunk.append(value);
        } else {
            appendEscaped(value);
        }
    }

    /** What failed shows when the COPY ends. */
    private void send() {
        String text = chunk.toString();
        chunk.setLength(0);
        sent = sent.thenRunAsync(() -> send(text.getBytes(StandardCharsets.UTF_8)), postgres);
    }

    private void send(byte[] bytes) {
        try {
            copy.writeToCopy(bytes, 0, bytes.length);
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private void appendEscaped(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\t' -> chunk.append("\\t");
                case '\n' -> chunk.append("\\n");
                case '\r' -> chunk.append("\\r");
                case '\\' -> chunk.append("\\\\");
                default -> chunk.append(c);
            }
        }
    }
}
