package io.multiget.simulator;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many calls the API takes in a window of time.
 *
 * @param calls at least 1
 * @param window longer than 0
 */
public record CallRate(long calls, Duration window) {
    public static final CallRate UNLIMITED = new CallRate(Long.MAX_VALUE, Duration.ofSeconds(1));

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}) *per *(\\w+)");

    public CallRate {
        if (calls < 1 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("rate must be at least 1 per 1ms, was " + calls + " per " + window);
        }
    }

    /**
     * Reads {@code 1500 per 1m} or {@code unlimited}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static CallRate parse(String text) {
        if (text.trim().equals("unlimited")) {
            return UNLIMITED;
        }
        Matcher form = FORM.matcher(text.trim());
        if (!form.matches()) {
            throw new IllegalArgumentException("not a rate such as 1500 per 1m, nor unlimited: " + text);
        }
        return new CallRate(Long.parseLong(form.group(1)), Durations.parse(form.group(2)));
    }

    boolean isUnlimited() {
        return calls == Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return isUnlimited() ? "unlimited" : calls + " per " + window.toMillis() + "ms";
    }
}
