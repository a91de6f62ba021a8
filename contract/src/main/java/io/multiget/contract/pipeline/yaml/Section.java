package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.yaml.Value.Named;
import io.multiget.contract.pipeline.yaml.YamlNode.Entry;
import io.multiget.contract.pipeline.yaml.YamlNode.Mapping;
import io.multiget.contract.pipeline.yaml.YamlNode.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mapping of which every key is known. */
final class Section {
    private final Value whole;
    private final Map<String, Entry> entries;

    /** Keys that have been reported as misspelt, or all where it was no mapping: they are not missed as well. */
    private final Set<String> reported;

    private Section(Value whole, Map<String, Entry> entries, Set<String> reported) {
        this.whole = whole;
        this.entries = entries;
        this.reported = reported;
    }

    static Section of(Value value, String... keys) {
        List<String> known = List.of(keys);
        Optional<Mapping> mapping = mapping(value, "keys such as '" + known.get(0) + ": ...'");
        Map<String, Entry> entries = mapping.map(Mapping::entries).orElse(Map.of());
        Set<String> reported = new HashSet<>(mapping.isEmpty() ? known : List.of());
        for (Entry entry : entries.values()) {
            if (!known.contains(entry.key().text())) {
                refuse(value, entry.key(), known);
                DidYouMean.nearest(entry.key().text(), known).ifPresent(reported::add);
            }
        }
        return new Section(value, entries, reported);
    }

    private static void refuse(Value value, Text key, List<String> known) {
        String where = value.path().isEmpty() ? "" : " in " + value.path();
        value.problems()
                .add(
                        key.at(),
                        "unknown key '" + Show.cut(key.text()) + "'" + where,
                        "expected " + Show.anyOf(known),
                        Show.mend(key.text(), known, "take it out"));
    }

    private static Optional<Mapping> mapping(Value value, String mend) {
        if (value.node() instanceof Mapping mapping) {
            return Optional.of(mapping);
        }
        boolean empty = value.node() instanceof Text text && text.text().isEmpty();
        String found = empty ? "empty" : value.node().kind();
        return value.wrong(
                (value.path().isEmpty() ? "the file" : value.path()) + " is " + found,
                "expected a group of keys",
                "write " + mend);
    }

    /** The entries of a mapping whose keys are names, those with bad names reported and left out. */
    static List<Named> named(Value value) {
        List<Named> named = new ArrayList<>();
        Optional<Mapping> mapping = mapping(value, "'name: ...'");
        for (Entry entry : mapping.map(Mapping::entries).orElse(Map.of()).values()) {
            Text key = entry.key();
            Value inside = new Value(value.path() + "." + Show.cut(key.text()), entry.value(), value.problems());
            named.add(new Named(key, inside));
        }
        if (mapping.isPresent() && named.isEmpty()) {
            value.wrong(value.path() + " is empty", "expected at least one", "write 'name: ...'");
        }
        named.forEach(Section::checkQuotes);
        return named;
    }

    /** A bare {@code no} or {@code on} as a name is something else to other YAML readers. */
    private static void checkQuotes(Named named) {
        if (Value.isAmbiguous(named.key())) {
            named.wrongName(
                    "name " + Show.cut(named.name()) + " without quotes",
                    "YAML readers take that for another type than a text",
                    "write \"" + Show.cut(named.name()) + "\"");
        }
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The section as a whole, to report on. */
    Value whole() {
        return whole;
    }

    Optional<Value> get(String key) {
        return Optional.ofNullable(entries.get(key))
                .map(entry -> new Value(path(key), entry.value(), whole.problems()));
    }

    /** The value of a key that must be there. */
    Optional<Value> require(String key) {
        if (!has(key) && !reported.contains(key)) {
            String where = whole.path().isEmpty() ? "the pipeline" : whole.path();
            whole.wrong(where + " has no '" + key + "'", "it is required", "add '" + key + ": ...'");
        }
        return get(key);
    }

    private String path(String key) {
        return whole.path().isEmpty() ? key : whole.path() + "." + key;
    }
}
