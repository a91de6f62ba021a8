package io.multiget.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A short run of the command: that it measures and checks what it says, and no more, as times are the machine's. */
class BenchmarkIT {
    private static final int LINES = 2_000;

    @TempDir
    private Path folder;

    @Test
    void shouldFindEveryRowRightAndCountWhatTheRunCost() throws IOException {
        Path json = folder.resolve("runs.json");

        int exitCode = new CommandLine(new Benchmark())
                .execute(
                        "--lines",
                        Integer.toString(LINES),
                        "--warm-up",
                        "0",
                        "--contenders",
                        "floor,multiget",
                        "--data",
                        folder.resolve("data").toString(),
                        "--json",
                        json.toString());

        assertThat(exitCode).isZero();
        assertThat(Files.readAllLines(json)).hasSize(2).allSatisfy(line -> {
            JsonNode run = new ObjectMapper().readTree(line);
            assertThat(run.required("rows").asInt()).isEqualTo(LINES);
            assertThat(run.required("asked").required("calls").asLong())
                    .isGreaterThanOrEqualTo(run.required("least_calls").asLong());
            assertThat(run.required("processes")).isNotEmpty().allSatisfy(spent -> assertThat(
                            spent.required("cpu_seconds").asDouble())
                    .isPositive());
        });
    }
}
