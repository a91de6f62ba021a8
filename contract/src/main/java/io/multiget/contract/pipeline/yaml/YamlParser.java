package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.yaml.YamlNode.Entry;
import io.multiget.contract.pipeline.yaml.YamlNode.Mapping;
import io.multiget.contract.pipeline.yaml.YamlNode.Sequence;
import io.multiget.contract.pipeline.yaml.YamlNode.Style;
import io.multiget.contract.pipeline.yaml.YamlNode.Text;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Builds a tree from YAML's events.
 *
 * <p>Not from SnakeYAML's own node tree: that one has already followed aliases, forgotten which tags were written, and
 * kept no trace of a key that stood there twice. Here aliases, anchors, tags, second documents and doubled keys are
 * errors, so a small file is a small tree and no text can name a class.
 */
final class YamlParser {
    /** A pipeline needs six levels. */
    private static final int MOST_LEVELS = 20;

    private final String text;
    private final Problems problems;
    private final Iterator<Event> events;

    private YamlParser(String text, Problems problems) {
        this.text = text;
        this.problems = problems;
        this.events = new Yaml().parse(new StringReader(text)).iterator();
    }

    /**
     * The file's only document.
     *
     * @throws InvalidPipelineException if it is not YAML, or of a kind that is not read: what is missing from the tree
     *     would only be missed again
     */
    static YamlNode parse(String text, Problems problems) {
        YamlParser parser = new YamlParser(text, problems);
        try {
            YamlNode document = parser.document();
            problems.throwIfAny();
            return document;
        } catch (MarkedYAMLException e) {
            throw parser.notYaml(e);
        } catch (ReaderException e) {
            Position at = Position.of(text, text.offsetByCodePoints(0, e.getPosition()));
            String character = String.format("U+%04X", e.getCodePoint());
            throw problems.fatal(at, "control character " + character, "YAML does not allow it", "take it out");
        } catch (YAMLException e) {
            throw problems.fatal(
                    new Position(1, 1), "not YAML", String.valueOf(e.getMessage()), "see yaml.org/spec/1.1");
        }
    }

    private YamlNode document() {
        Event event = events.next();
        while (!(event instanceof DocumentStartEvent)) {
            if (event instanceof StreamEndEvent) {
                throw problems.fatal(
                        Position.NONE, "the file is empty", "a pipeline begins with 'version: 1'", "see pipelines/");
            }
            event = events.next();
        }
        YamlNode root = node(events.next(), 1);
        while (events.hasNext()) {
            Event after = events.next();
            if (after instanceof DocumentStartEvent) {
                throw problems.fatal(
                        at(after), "a second document", "a file holds one pipeline", "move it to a file of its own");
            }
            assert after instanceof DocumentEndEvent || after instanceof StreamEndEvent : after;
        }
        return root;
    }

    private YamlNode node(Event event, int level) {
        if (level > MOST_LEVELS) {
            throw problems.fatal(
                    at(event), "more than " + MOST_LEVELS + " levels", "a pipeline needs six", "nest less");
        }
        refuseExtras(event);
        if (event instanceof ScalarEvent scalar) {
            return text(scalar);
        }
        if (event instanceof MappingStartEvent) {
            return mapping(event, level);
        }
        return event instanceof CollectionStartEvent ? sequence(event, level) : nothing(event);
    }

    private void refuseExtras(Event event) {
        if (event instanceof AliasEvent alias) {
            problems.add(
                    at(event),
                    "alias '*" + alias.getAnchor() + "'",
                    "a pipeline has no aliases",
                    "write the value out");
        } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
            problems.add(at(event), "anchor '&" + node.getAnchor() + "'", "a pipeline has no aliases", "take it out");
        }
        String tag = tag(event);
        if (tag != null) {
            problems.add(at(event), "tag '" + Show.cut(tag) + "'", "a pipeline's values have no tags", "take it out");
        }
    }

    private static @Nullable String tag(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        return event instanceof CollectionStartEvent collection ? collection.getTag() : null;
    }

    /** What stands for an alias, which has been reported already. */
    private static Text nothing(Event event) {
        return new Text("", Style.EXPANDED, false, at(event), "an alias");
    }

    private static Text text(ScalarEvent scalar) {
        int quotes = scalar.isPlain() ? 0 : 2;
        int length = scalar.getValue().codePointCount(0, scalar.getValue().length());
        boolean oneLine = scalar.getStartMark().getLine() == scalar.getEndMark().getLine();
        int columns = scalar.getEndMark().getColumn() - scalar.getStartMark().getColumn();
        boolean exact = oneLine && columns == length + quotes;
        return new Text(scalar.getValue(), scalar.isPlain() ? Style.PLAIN : Style.QUOTED, exact, at(scalar), "");
    }

    private Sequence sequence(Event start, int level) {
        List<YamlNode> items = new ArrayList<>();
        Event event = events.next();
        while (!(event instanceof CollectionEndEvent)) {
            items.add(node(event, level + 1));
            event = events.next();
        }
        return new Sequence(items, at(start));
    }

    private Mapping mapping(Event start, int level) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Event event = events.next();
        while (!(event instanceof CollectionEndEvent)) {
            YamlNode key = node(event, level + 1);
            YamlNode value = node(events.next(), level + 1);
            add(entries, key, value);
            event = events.next();
        }
        return new Mapping(entries, at(start));
    }

    private void add(Map<String, Entry> entries, YamlNode key, YamlNode value) {
        if (!(key instanceof Text name)) {
            problems.add(key.at(), key.kind() + " as a key", "a key is a name", "write 'name: value'");
            return;
        }
        Entry before = entries.putIfAbsent(name.text(), new Entry(name, value));
        if (before != null) {
            problems.add(
                    key.at(),
                    "key '" + Show.cut(name.text()) + "' stands here twice",
                    "it stands in line " + before.key().at().line() + " already",
                    "keep one of them");
        }
    }

    private InvalidPipelineException notYaml(MarkedYAMLException e) {
        Position at = e.getProblemMark() == null ? new Position(1, 1) : Position.of(e.getProblemMark());
        String line = text.lines().skip(at.line() - 1L).findFirst().orElse("");
        if (hasTab(line, at.column() - 1)) {
            return problems.fatal(at, "a tab", "YAML's white space is spaces only", "replace each tab by two spaces");
        }
        String why = e.getProblem() == null ? String.valueOf(e.getContext()) : e.getProblem();
        String mend =
                line.contains("${") ? "inside {} and [] put '${...}' in quotes" : "see the line and the one above";
        return problems.fatal(at, "not YAML", why, mend);
    }

    /** Whether a tab stands where the parser stopped, or in the indentation before it. */
    private static boolean hasTab(String line, int stopped) {
        int indentation = line.length() - line.stripLeading().length();
        int end = line.offsetByCodePoints(0, Math.min(stopped, line.codePointCount(0, line.length())));
        return line.substring(0, indentation).contains("\t") || line.startsWith("\t", end);
    }

    private static Position at(Event event) {
        return Position.of(event.getStartMark());
    }
}
