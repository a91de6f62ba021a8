package io.multiget.contract.pipeline.yaml;

import java.util.List;
import java.util.Map;

/** A piece of YAML and where it stands. Values are texts: what they mean is decided by who reads them. */
sealed interface YamlNode {
    Position at();

    /** What a person calls it. */
    String kind();

    /** How a text was written, which decides whether it may be a number. */
    enum Style {
        PLAIN,
        QUOTED,
        /** An environment variable stood in it; quotes were then needed for YAML's sake and say nothing. */
        EXPANDED
    }

    /**
     * A single value.
     *
     * @param exact whether character n of {@code text} stands n columns after {@code at} (or n + 1, when quoted)
     * @param origin the text as it was written, where a variable stood in it; otherwise empty
     */
    record Text(String text, Style style, boolean exact, Position at, String origin) implements YamlNode {
        /** The text in quotes, with the variable it came from. */
        String shown() {
            return "'" + Show.cut(text) + "'" + (origin.isEmpty() ? "" : " (from " + Show.cut(origin) + ")");
        }

        @Override
        public String kind() {
            return "a single value";
        }

        /** Where the character at {@code offset} of the text stands, or the text's start if that cannot be told. */
        Position at(int offset) {
            int quote = style == Style.QUOTED ? 1 : 0;
            return exact ? at.plus(quote + text.codePointCount(0, offset)) : at;
        }
    }

    /** {@code [a, b]}, or lines that begin with a hyphen. */
    record Sequence(List<YamlNode> items, Position at) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** {@code key: value} pairs, in the order of the file, each key once. */
    record Mapping(Map<String, Entry> entries, Position at) implements YamlNode {
        @Override
        public String kind() {
            return "a group of keys";
        }
    }

    /** One pair of a mapping. */
    record Entry(Text key, YamlNode value) {}
}
