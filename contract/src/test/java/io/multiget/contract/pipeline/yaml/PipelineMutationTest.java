package io.multiget.contract.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of a file, it is a pipeline or a list of errors. */
class PipelineMutationTest {
    private static final int FILES = 1_000;
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "-",
            "#",
            "&a ",
            "*a",
            "!!str ",
            "|",
            ">",
            "'",
            "\"",
            "${",
            "}",
            "${A:}",
            "~",
            "null",
            "0",
            "-1",
            "1e9",
            "\t",
            "\u0000",
            "\uFFFF",
            "\uD800",
            "\uD83D\uDE00",
            "\u202E",
            "%",
            "..",
            "x".repeat(300),
            "\n",
            "? ",
            "<<: ");

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void shouldAcceptOrRefuseButNeverFail() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> originals = List.of(
                Files.readString(PipelineLoaderTest.MERCADOLIBRE), Files.readString(PipelineLoaderTest.PRODUCTS));
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            String text = mutate(originals.get(i % 2), random);
            Path file = Files.write(folder.resolve("a.yaml"), text.getBytes(StandardCharsets.UTF_8));
            try {
                PipelineLoader.load(file, Map.of("PRODUCTS_API_KEY", "k")::get);
            } catch (InvalidPipelineException e) {
                refused++;
                assertThat(e.errors()).isNotEmpty().isSorted();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ", file " + i + ":\n" + text, e);
            }
        }
        assertThat(refused).as("refused of %d, seed %d", FILES, seed).isBetween(FILES / 4, FILES - 1);
    }

    private static String mutate(String text, Random random) {
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            text = random.nextBoolean() ? mutateLines(text, random) : mutateCharacters(text, random);
        }
        return text;
    }

    private static String mutateLines(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int at = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
            default -> lines.set(at, "  " + lines.get(at));
        }
        return String.join("\n", lines);
    }

    private static String mutateCharacters(String text, Random random) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(8));
        String piece = random.nextInt(3) == 0 ? "" : PIECES.get(random.nextInt(PIECES.size()));
        return text.substring(0, from) + piece + text.substring(to);
    }
}
