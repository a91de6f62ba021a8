package io.multiget.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
    private final ProcessTree own = new ProcessTree(ProcessHandle.current().pid());

    @Test
    void shouldCountProcessorTime() {
        double before = own.cpuSeconds();
        double cpuBefore = cpuOfThisJvm();
        while (cpuOfThisJvm() - cpuBefore < 0.3) {
            Thread.onSpinWait();
        }

        assertThat(own.cpuSeconds() - before).isCloseTo(cpuOfThisJvm() - cpuBefore, within(0.15));
    }

    @Test
    void shouldKnowTheMostMemory() {
        assertThat(own.peakMegabytes()).isBetween(20.0, 10_000.0);
    }

    @Test
    void shouldCountNothingForAProcessThatIsGone() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();

        assertThat(new ProcessTree(gone.pid()).cpuSeconds()).isZero();
    }

    private static double cpuOfThisJvm() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }
}
