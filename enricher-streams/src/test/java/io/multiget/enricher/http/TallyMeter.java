package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Remembers what an engine told, and adds it up. */
final class TallyMeter implements LookupMeter {
    /** A call that went out. */
    record Sent(String lookup, int keys, int newKeys) {}

    final List<Sent> sent = new ArrayList<>();
    final List<Landing> landed = new ArrayList<>();
    final Map<String, Integer> ended = new TreeMap<>();
    int joined;
    int heard;
    int dropped;

    @Override
    public void joined(Lookup lookup) {
        joined++;
    }

    @Override
    public void sent(Lookup lookup, int keys, int newKeys) {
        sent.add(new Sent(lookup.name(), keys, newKeys));
    }

    @Override
    public void landed(Lookup lookup, Landing landing) {
        landed.add(landing);
    }

    @Override
    public void ended(Lookup lookup, KeyResult result) {
        String fate = result instanceof KeyResult.Failed failed
                ? failed.code()
                : result.getClass().getSimpleName();
        ended.merge(fate, 1, Integer::sum);
    }

    @Override
    public void heard(Lookup lookup) {
        heard++;
    }

    @Override
    public void dropped(Lookup lookup) {
        dropped++;
    }

    @Override
    public void levels(List<ApiLevel> apis) {
        throw new AssertionError("levels are told by the client, which knows when");
    }

    int newKeys() {
        return sent.stream().mapToInt(Sent::newKeys).sum();
    }

    List<String> outcomes() {
        return landed.stream().map(Landing::outcome).toList();
    }
}
