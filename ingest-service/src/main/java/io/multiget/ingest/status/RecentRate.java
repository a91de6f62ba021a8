package io.multiget.ingest.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines finished a second, lately, from the times of the events themselves. A few points about {@link #SPACING} apart;
 * the rate is the slope from the oldest to the newest.
 */
record RecentRate(List<Point> points) {
    static final RecentRate NONE = new RecentRate(List.of());

    private static final Duration LATELY = Duration.ofSeconds(10);
    private static final Duration SPACING = Duration.ofMillis(500);

    RecentRate {
        points = List.copyOf(points);
    }

    /** How many lines were finished at a time. */
    record Point(Instant at, long finished) {}

    /** With a newer point; clocks of several machines may differ, so time never goes back here. */
    RecentRate with(Instant at, long finished) {
        if (points.isEmpty()) {
            return new RecentRate(List.of(new Point(at, finished)));
        }
        List<Point> next = new ArrayList<>(points);
        Instant last = next.get(next.size() - 1).at();
        Point newest = new Point(at.isBefore(last) ? last : at, finished);
        if (next.size() > 1 && isClose(next.get(next.size() - 2), newest)) {
            next.remove(next.size() - 1);
        }
        next.add(newest);
        while (next.size() > 2 && isLongAgo(next.get(1), newest)) {
            next.remove(0);
        }
        return new RecentRate(next);
    }

    private static boolean isClose(Point before, Point newest) {
        return Duration.between(before.at(), newest.at()).compareTo(SPACING) < 0;
    }

    private static boolean isLongAgo(Point point, Point newest) {
        return Duration.between(point.at(), newest.at()).compareTo(LATELY) >= 0;
    }

    /** 0 while too little is known. */
    double perSecond() {
        if (points.size() < 2) {
            return 0;
        }
        Point oldest = points.get(0);
        Point newest = points.get(points.size() - 1);
        return perSecond(newest.finished() - oldest.finished(), Duration.between(oldest.at(), newest.at()));
    }

    /** Rounded to a tenth; 0 for a span of no length. */
    static double perSecond(long lines, Duration span) {
        return span.toMillis() <= 0 ? 0 : Math.round(lines * 10_000.0 / span.toMillis()) / 10.0;
    }
}
