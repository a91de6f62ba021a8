package io.multiget.benchmark.work;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Numbers the lines of a CSV file with the header {@code site,id}. */
public final class LineReader implements AutoCloseable {
    private static final String HEADER = "site,id";

    private final BufferedReader lines;
    private long row;

    public LineReader(InputStream file) throws IOException {
        lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
        String header = lines.readLine();
        if (!HEADER.equals(header)) {
            throw new IOException("header must be " + HEADER + ", was " + header);
        }
    }

    /** Null at the end. */
    public @Nullable Line next() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            return null;
        }
        int comma = line.indexOf(',');
        row++;
        return new Line(row, line.substring(0, comma), Long.parseLong(line, comma + 1, line.length(), 10));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
