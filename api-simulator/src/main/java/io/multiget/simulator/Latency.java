package io.multiget.simulator;

import java.time.Duration;

/**
 * How long an answer takes, drawn evenly between two bounds for each call.
 *
 * @param least not negative
 * @param most at least {@code least}
 */
public record Latency(Duration least, Duration most) {
    public static final Latency NONE = new Latency(Duration.ZERO, Duration.ZERO);

    private static final String RANGE = "..";

    public Latency {
        if (least.isNegative() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException("latency must be a range from 0 up, was " + least + RANGE + most);
        }
    }

    /**
     * Reads {@code 20ms} or {@code 20ms..80ms}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Latency parse(String text) {
        int range = text.indexOf(RANGE);
        if (range < 0) {
            Duration always = Durations.parse(text);
            return new Latency(always, always);
        }
        return new Latency(
                Durations.parse(text.substring(0, range)), Durations.parse(text.substring(range + RANGE.length())));
    }

    /** The latency at a place in the range, {@code share} from 0 to 1, in milliseconds. */
    long millisAt(double share) {
        return least.toMillis() + Math.round(share * (most.toMillis() - least.toMillis()));
    }

    @Override
    public String toString() {
        return least.equals(most) ? least.toMillis() + "ms" : least.toMillis() + "ms.." + most.toMillis() + "ms";
    }
}
