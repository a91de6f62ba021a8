package io.multiget.ingest.reader;

import io.multiget.contract.Upload;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Prints how many lines a second one thread counts and reads; run by hand, since a shared machine has no steady speed.
 * Arguments: the number of lines (5,000,000), the format (csv).
 */
final class ThroughputCheck {
    private static final int ROUNDS = 5;
    private static final long SEED = 1;

    private ThroughputCheck() {}

    public static void main(String[] arguments) throws IOException {
        int lines = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000_000;
        String format = arguments.length > 1 ? arguments[1] : "csv";
        Path file = Files.createTempFile("throughput", "." + format);
        try {
            write(file, lines, format);
            InputFile input = new RecordReaders(ReaderLimits.DEFAULT)
                    .look(file, Pipelines.ITEMS, ReadingOptions.of(new Upload.Reading(format, null, null, null)));
            for (int round = 0; round < ROUNDS; round++) {
                report("counted", System.nanoTime(), input.count().rows());
                report("read", System.nanoTime(), read(input));
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void write(Path file, int lines, String format) throws IOException {
        Random random = new Random(SEED);
        boolean json = format.equals("jsonl");
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(json ? "" : "site,id\n");
            for (int i = 0; i < lines; i++) {
                String site = "ML" + (char) ('A' + random.nextInt(10));
                int id = 600_000_000 + random.nextInt(900_000_000);
                out.write(json ? "{\"site\":\"" + site + "\",\"id\":" + id + "}\n" : site + "," + id + "\n");
            }
        }
    }

    private static long read(InputFile input) throws IOException {
        long valid = 0;
        try (RecordReader reader = input.open(Position.START)) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                valid += line instanceof Line.Valid ? 1 : 0;
            }
        }
        return valid;
    }

    private static void report(String what, long start, long lines) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s %,d lines in %.2f s: %,.0f lines/s%n", what, lines, seconds, lines / seconds);
    }
}
