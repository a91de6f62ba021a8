package io.multiget.contract.pipeline.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A wrong pipeline and what must be said about it, from comments at the top of its file: {@code # reason:} why the case is
 * there, {@code # env: NAME=value} (with {@code \n} for a line break), {@code # expect: LINE:COLUMN text ... more text}
 * for each error in order, and {@code # schema:} whether the JSON Schema {@code refuses} or {@code accepts} it too.
 */
record InvalidPipeline(
        Path file, String reason, Map<String, String> environment, List<Expected> expected, boolean schemaRefuses) {
    static final Path FOLDER = Path.of("src", "test", "resources", "pipelines", "invalid");

    /**
     * An error that must be reported.
     *
     * @param parts stand in its text, in this order
     */
    record Expected(int line, int column, List<String> parts) {}

    static Stream<InvalidPipeline> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(InvalidPipeline::read).toList().stream();
        }
    }

    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InvalidPipeline read(Path file) {
        Map<String, String> environment = new HashMap<>();
        List<Expected> expected = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        List<String> verdicts = new ArrayList<>();
        for (String line : lines(file)) {
            String[] header = line.split(": ", 2);
            switch (header[0]) {
                case "# reason" -> reasons.add(header[1]);
                case "# schema" -> verdicts.add(header[1]);
                case "# expect" -> expected.add(expected(header[1]));
                case "# env" -> {
                    String[] variable = header[1].split("=", 2);
                    environment.put(variable[0], variable[1].replace("\\n", "\n"));
                }
                default -> {}
            }
        }
        boolean refuses =
                switch (verdicts.get(0)) {
                    case "refuses" -> true;
                    case "accepts" -> false;
                    default -> throw new IllegalArgumentException(file + ": schema " + verdicts);
                };
        return new InvalidPipeline(file, reasons.get(0), environment, expected, refuses);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Expected expected(String text) {
        String[] placeAndText = text.split(" ", 2);
        String[] place = placeAndText[0].split(":");
        return new Expected(
                Integer.parseInt(place[0]), Integer.parseInt(place[1]), List.of(placeAndText[1].split(" \\.\\.\\. ")));
    }

    @Override
    public String toString() {
        return file.getFileName() + ": " + reason;
    }
}
