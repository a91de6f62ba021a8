package io.multiget.enricher.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What happened in a run, in order. Put into words only when somebody reads it. */
final class Trace {
    private record Entry(long at, String format, Object[] arguments) {
        String text() {
            return String.format(Locale.ROOT, "%11.3f ", VirtualTime.millis(at))
                    + String.format(Locale.ROOT, format, arguments);
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    /** @param arguments that do not change any more */
    void note(long at, String format, Object... arguments) {
        entries.add(new Entry(at, format, arguments));
    }

    List<String> lines() {
        return entries.stream().map(Entry::text).toList();
    }

    String last(int count) {
        return entries.subList(Math.max(0, entries.size() - count), entries.size()).stream()
                .map(Entry::text)
                .collect(Collectors.joining("\n"));
    }
}
