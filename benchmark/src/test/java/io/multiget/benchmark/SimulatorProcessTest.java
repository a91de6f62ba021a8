package io.multiget.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SimulatorProcessTest {
    @Test
    void shouldCountTheFewestCallsByWhatIsDistinctWhoeverAskedForIt() throws Exception {
        String ids = """
                {"items": {"asked": 80, "distinct": 41, "repeated": 39, "forgotten": 0},
                 "categories": {"asked": 14, "distinct": 7, "repeated": 7, "forgotten": 0},
                 "users": {"asked": 20, "distinct": 20, "repeated": 0, "forgotten": 0}}
                """;

        assertThat(SimulatorProcess.leastCalls(new ObjectMapper().readTree(ids)))
                .isEqualTo(3 + 7 + 1);
    }
}
