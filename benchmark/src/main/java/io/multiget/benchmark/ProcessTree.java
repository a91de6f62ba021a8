package io.multiget.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A process and all it has started, as Linux accounts for them in {@code /proc}; see proc(5). */
record ProcessTree(long pid) {
    /** {@code USER_HZ}, which is 100 on every Linux that a JVM runs on. */
    private static final double TICKS_A_SECOND = 100;

    private static final double KB_A_MB = 1024;

    /** Where user time, system time and those of children that have ended stand, counted after the command's name. */
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    /** Processor time so far, of children that have ended, too. */
    double cpuSeconds() {
        return processes().mapToLong(ProcessTree::ticks).sum() / TICKS_A_SECOND;
    }

    /**
     * What a process alone has had at most; of several the sum of what they have now, as what they share would be counted
     * many times otherwise.
     */
    double peakMegabytes() {
        List<ProcessHandle> all = processes().toList();
        double kilobytes = all.size() == 1
                ? field(pid, "status", "VmHWM:")
                : all.stream()
                        .mapToDouble(one -> field(one.pid(), "smaps_rollup", "Pss:"))
                        .sum();
        return kilobytes / KB_A_MB;
    }

    private Stream<ProcessHandle> processes() {
        return ProcessHandle.of(pid).stream().flatMap(top -> Stream.concat(Stream.of(top), top.descendants()));
    }

    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(file(process.pid(), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (IOException gone) {
            return 0; // its parent has its times by now
        }
    }

    private static double field(long pid, String file, String name) {
        try (Stream<String> lines = Files.lines(file(pid, file))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    private static Path file(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
