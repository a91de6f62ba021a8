package io.multiget.simulator;

import java.time.Duration;

/** The most calls in any window of one second, exactly: the arrivals of the last second in a ring. */
final class SecondWindow {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int FIRST_SIZE = 1024;

    private long[] arrivals = new long[FIRST_SIZE];
    private int oldest;
    private int size;
    private int most;

    void arrived(long now) {
        while (size > 0 && now - arrivals[oldest] >= SECOND) {
            oldest = at(1);
            size--;
        }
        if (size == arrivals.length) {
            grow();
        }
        arrivals[at(size)] = now;
        size++;
        most = Math.max(most, size);
    }

    int most() {
        return most;
    }

    void reset() {
        size = 0;
        most = 0;
    }

    private int at(int offset) {
        return (oldest + offset) % arrivals.length;
    }

    private void grow() {
        long[] larger = new long[arrivals.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = arrivals[at(i)];
        }
        arrivals = larger;
        oldest = 0;
    }
}
