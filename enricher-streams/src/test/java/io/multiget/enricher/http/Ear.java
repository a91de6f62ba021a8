package io.multiget.enricher.http;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An asker that remembers what it was told, and may stop listening. */
final class Ear implements Asker {
    private final Map<String, List<KeyResult>> heard = new LinkedHashMap<>();
    private final List<CallCount> calls = new ArrayList<>();
    private int firsts;
    private boolean gone;
    private boolean withdrawn;

    @Override
    public synchronized void answered(Question question, KeyResult result, boolean first) {
        heard.computeIfAbsent(question.key(), key -> new ArrayList<>()).add(result);
        firsts += first ? 1 : 0;
    }

    @Override
    public synchronized void called(Question question, CallCount count) {
        calls.add(count);
    }

    @Override
    public synchronized boolean isGone() {
        return gone;
    }

    @Override
    public synchronized boolean isWithdrawn() {
        return withdrawn;
    }

    synchronized void withdraw() {
        withdrawn = true;
    }

    synchronized void goAway() {
        gone = true;
    }

    /** What was heard of each key, in the order of the first answers. */
    synchronized Map<String, List<KeyResult>> heard() {
        Map<String, List<KeyResult>> copy = new LinkedHashMap<>();
        heard.forEach((key, results) -> copy.put(key, List.copyOf(results)));
        return copy;
    }

    /** How many answers were heard. */
    synchronized int answers() {
        return heard.values().stream().mapToInt(List::size).sum();
    }

    /** The only result of a key. */
    synchronized KeyResult of(String key) {
        List<KeyResult> results = heard.getOrDefault(key, List.of());
        if (results.size() != 1) {
            throw new AssertionError(key + " was answered " + results.size() + " times: " + results);
        }
        return results.get(0);
    }

    /** What became of a key. */
    String fate(String key) {
        return fate(of(key));
    }

    /** What became of each key: {@code found}, {@code not_found} or a reject code; all in one text when told twice. */
    Map<String, String> fates() {
        Map<String, String> fates = new LinkedHashMap<>();
        heard().forEach((key, results) ->
                fates.put(key, results.stream().map(Ear::fate).collect(joining("+"))));
        return fates;
    }

    /** The keys that have not been found, and what became of them. */
    Map<String, String> rejects() {
        Map<String, String> rejects = fates();
        rejects.values().removeIf("found"::equals);
        return rejects;
    }

    private static String fate(KeyResult result) {
        if (result instanceof KeyResult.Failed failed) {
            return failed.code();
        }
        return result instanceof KeyResult.Found ? "found" : "not_found";
    }

    synchronized List<CallCount> calls() {
        return List.copyOf(calls);
    }

    /** How often it was told that its question was the one that went out. */
    synchronized int firsts() {
        return firsts;
    }
}
