package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Column;
import io.multiget.contract.pipeline.Field;
import io.multiget.contract.pipeline.Reference;
import io.multiget.contract.pipeline.Stage;
import io.multiget.contract.pipeline.ValueType;
import io.multiget.contract.pipeline.yaml.YamlNode.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks what refers to what: that each reference leads to a value, and that the value is there by then. */
final class DataFlow {
    /** A stage's name is part of topics' names, which have 249 characters. */
    private static final int LONGEST_STAGE = 100;

    private final Map<String, Column> columns = new HashMap<>();
    private final Map<String, ReadLookup> lookups;
    private final Map<String, Integer> stageOf = new HashMap<>();
    private final Set<String> onCycle = new HashSet<>();
    private final Problems problems;

    /** Whether every stage was a list of lookups; otherwise a lookup may have been meant that is in none. */
    private boolean stagesAreRead = true;

    DataFlow(List<Column> columns, Map<String, ReadLookup> lookups, Problems problems) {
        columns.forEach(column -> this.columns.put(column.name(), column));
        this.lookups = lookups;
        this.problems = problems;
    }

    /** Reads the stages: each lookup in exactly one. */
    List<Stage> stages(Value value) {
        List<Stage> stages = new ArrayList<>();
        List<Value> items = value.list();
        if (items.isEmpty() && value.node() instanceof YamlNode.Sequence) {
            value.wrong(value.path() + " is empty", "a pipeline asks at least one thing", "write - [lookup]");
        }
        for (Value item : items) {
            List<String> names = stage(item, stages.size());
            if (!names.isEmpty()) {
                stages.add(new Stage(names));
            }
        }
        if (stagesAreRead && !items.isEmpty()) {
            refuseLeftOver();
        }
        return stages;
    }

    private void refuseLeftOver() {
        for (ReadLookup lookup : lookups.values()) {
            if (!stageOf.containsKey(lookup.name())) {
                lookup.named()
                        .wrongName(
                                "lookup '" + Show.cut(lookup.name()) + "' is in no stage",
                                "it would never be asked",
                                "add it to a stage, or take it out");
            }
        }
    }

    private List<String> stage(Value value, int index) {
        List<String> names = new ArrayList<>();
        stagesAreRead &= value.node() instanceof YamlNode.Sequence;
        for (Value item : value.list()) {
            item.text().flatMap(name -> member(item, name, index)).ifPresent(names::add);
        }
        if (value.node() instanceof YamlNode.Sequence list && list.items().isEmpty()) {
            value.wrong("an empty stage", "it would do nothing", "name a lookup, or take it out");
        }
        if (String.join("-", names).length() > LONGEST_STAGE) {
            value.wrong(
                    "the lookups of a stage have names of more than " + LONGEST_STAGE + " characters together",
                    "they are part of topics' names",
                    "shorten them, or make two stages");
        }
        return names;
    }

    private Optional<String> member(Value value, String name, int index) {
        if (!lookups.containsKey(name)) {
            stagesAreRead = false;
            return value.wrong(
                    "unknown lookup '" + Show.cut(name) + "' in stages",
                    "expected " + Show.anyOf(lookups.keySet()),
                    Show.mend(name, lookups.keySet(), "add it under lookups"));
        }
        if (stageOf.putIfAbsent(name, index) != null) {
            return value.wrong(
                    "lookup '" + name + "' is in the stages twice", "each is asked once a line", "keep one of them");
        }
        return Optional.of(name);
    }

    /** Checks the lookups' references. To be called when the stages are read. */
    void checkLookups() {
        lookups.values().forEach(this::checkCycle);
        for (ReadLookup lookup : lookups.values()) {
            lookup.uses().forEach(use -> type(use).ifPresent(type -> checkOrder(lookup, use)));
        }
    }

    /** Checks what {@code output.not_found} names. */
    void checkName(Text name, String where) {
        if (!lookups.containsKey(name.text())) {
            problems.add(
                    name.at(),
                    "unknown lookup '" + Show.cut(name.text()) + "' in " + where,
                    "expected " + Show.anyOf(lookups.keySet()),
                    Show.mend(name.text(), lookups.keySet(), "take it out"));
        }
    }

    /** The type of what is referred to; nothing, and reported, where that is not there. */
    Optional<ValueType> type(Use use) {
        Reference reference = use.reference();
        return reference.lookup().isPresent()
                ? field(use, reference.lookup().get(), reference.field()).map(Field::type)
                : column(use, reference.field()).map(Column::type);
    }

    private Optional<Column> column(Use use, String name) {
        // Without a single column the input has been refused, and every reference would be for the same reason.
        if (!columns.containsKey(name) && !columns.isEmpty()) {
            Set<String> known = new TreeSet<>(columns.keySet());
            unknown(
                    use,
                    "no column has that name; there is " + Show.allOf(known),
                    DidYouMean.nearest(name, references()));
        }
        return Optional.ofNullable(columns.get(name));
    }

    private Optional<Field> field(Use use, String lookup, String name) {
        if (!lookups.containsKey(lookup)) {
            unknown(
                    use,
                    "there is no lookup '" + Show.cut(lookup) + "'",
                    DidYouMean.nearest(use.reference().toString(), references()));
            return Optional.empty();
        }
        List<Field> fields = lookups.get(lookup).lookup().fields();
        Optional<Field> field =
                fields.stream().filter(f -> f.name().equals(name)).findFirst();
        if (field.isEmpty() && !fields.isEmpty()) {
            Set<String> known = fields.stream().map(Field::name).collect(Collectors.toCollection(TreeSet::new));
            unknown(
                    use,
                    "lookup '" + lookup + "' has the fields " + Show.allOf(known),
                    DidYouMean.nearest(name, known).map(near -> lookup + "." + near));
        }
        return field;
    }

    private Set<String> references() {
        Set<String> references = new TreeSet<>(columns.keySet());
        lookups.values()
                .forEach(lookup ->
                        lookup.lookup().fields().forEach(f -> references.add(lookup.name() + "." + f.name())));
        return references;
    }

    private void unknown(Use use, String why, Optional<String> near) {
        problems.add(
                use.at(),
                "unknown reference '" + Show.cut(use.reference().toString()) + "' in " + use.path(),
                why,
                near.map(name -> "did you mean '" + name + "'?").orElse("name a column or lookup.field"));
    }

    private void checkOrder(ReadLookup lookup, Use use) {
        String needed = use.reference().lookup().orElse("");
        Integer mine = stageOf.get(lookup.name());
        Integer theirs = stageOf.get(needed);
        if (onCycle.contains(lookup.name()) || mine == null || theirs == null || theirs < mine) {
            return;
        }
        problems.add(
                use.at(),
                "'" + use.reference() + "' in " + use.path(),
                "lookup '" + needed + "' is in "
                        + (theirs.equals(mine) ? "the same stage" : "a later stage, " + (theirs + 1))
                        + ", so its answer is not there yet",
                "move '" + lookup.name() + "' to a later stage");
    }

    /** Reports the cycle that leads from the lookup to itself, unless it was found from another of its lookups. */
    private void checkCycle(ReadLookup start) {
        if (onCycle.contains(start.name())) {
            return;
        }
        Deque<String> way = new ArrayDeque<>();
        if (leadsTo(start.name(), start.name(), way, new HashSet<>())) {
            onCycle.addAll(way);
            Use first = uses(start, way.size() > 1 ? List.copyOf(way).get(1) : start.name());
            problems.add(
                    first.at(),
                    "lookups in a cycle: " + String.join(" -> ", way) + " -> " + start.name(),
                    "none of them can be asked first",
                    "take one of the references out");
        }
    }

    /** Whether references lead from one lookup to the other; {@code way} is then the lookups passed. */
    private boolean leadsTo(String from, String to, Deque<String> way, Set<String> seen) {
        way.addLast(from);
        for (String next : needs(from)) {
            if (next.equals(to) || seen.add(next) && leadsTo(next, to, way, seen)) {
                return true;
            }
        }
        way.removeLast();
        return false;
    }

    private List<String> needs(String lookup) {
        return lookups.get(lookup).uses().stream()
                .flatMap(use -> use.reference().lookup().stream())
                .filter(lookups::containsKey)
                .distinct()
                .toList();
    }

    private static Use uses(ReadLookup lookup, String needed) {
        return lookup.uses().stream()
                .filter(use -> use.reference().lookup().equals(Optional.of(needed)))
                .findFirst()
                .orElseThrow();
    }
}
