package io.multiget.ingest.reader;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.multiget.contract.pipeline.Column;
import io.multiget.contract.pipeline.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes columns of a JSON object. Only its own keys are looked at: what is nested deeper decides nothing, and may repeat
 * keys. Owned by one thread.
 */
final class JsonLineParser implements RecordParser {
    private static final int DEEPEST = 64;
    private static final int LONGEST_STRING = 64 << 10;
    private static final int LONGEST_NUMBER = 100;
    /** A number with more is not a 64-bit integer, whatever its digits are. */
    private static final int MOST_LONG_DIGITS = 19;

    /** Names come from strangers: kept in no table of symbols that they could fill or make slow. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_STRING)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build();

    private final List<ColumnReader> readers;
    private final ColumnNames names;
    private final @Nullable JsonToken[] tokens;
    private final String[] texts;
    private final Set<String> seen = new HashSet<>();

    JsonLineParser(List<Column> columns) {
        readers = columns.stream().map(ColumnReader::new).toList();
        names = new ColumnNames(columns);
        tokens = new JsonToken[columns.size()];
        texts = new String[columns.size()];
    }

    @Override
    public @Nullable Problem parse(RecordText record, Map<String, Object> columns) {
        Arrays.fill(tokens, null);
        seen.clear();
        try (JsonParser json = FACTORY.createParser(record.text())) {
            Problem problem = readLine(json);
            return problem != null ? problem : readColumns(columns);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be read", e);
        }
    }

    private @Nullable Problem readLine(JsonParser json) throws IOException {
        try {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new Problem("not_an_object", "is " + describe(json.currentToken()) + ", not an object");
            }
            Problem problem = readObject(json);
            return problem != null ? problem : checkEnd(json);
        } catch (StreamConstraintsException e) {
            return json.getParsingContext().getNestingDepth() > DEEPEST
                    ? new Problem("too_deep", "is nested deeper than " + DEEPEST)
                    : new Problem(
                            "too_large", "column " + columnOf(e) + ": " + Printable.escape(e.getOriginalMessage()));
        } catch (JsonEOFException e) {
            return new Problem("bad_json", "column " + columnOf(e) + ": ends in the middle");
        } catch (JsonProcessingException e) {
            return new Problem("bad_json", "column " + columnOf(e) + ": " + Printable.escape(e.getOriginalMessage()));
        }
    }

    private @Nullable Problem readObject(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            int column = names.indexOf(name);
            boolean repeated = !seen.add(name) || column != ColumnNames.UNKNOWN && tokens[column] != null;
            if (repeated) {
                return new Problem("duplicate_key", "has the key " + Printable.quoted(name) + " twice");
            }
            JsonToken token = json.nextToken();
            if (column != ColumnNames.UNKNOWN) {
                tokens[column] = token;
                texts[column] = token.isScalarValue() ? json.getText() : "";
            }
            json.skipChildren();
        }
        return null;
    }

    private static @Nullable Problem checkEnd(JsonParser json) {
        Problem trailing = new Problem(
                "trailing_content",
                "has more behind its object, which ends at column "
                        + (json.currentLocation().getColumnNr() - 1));
        try {
            return json.nextToken() == null ? null : trailing;
        } catch (IOException noJson) {
            return trailing;
        }
    }

    private @Nullable Problem readColumns(Map<String, Object> columns) {
        Problem first = null;
        for (int i = 0; i < tokens.length; i++) {
            Problem found = readColumn(readers.get(i), tokens[i], texts[i], columns);
            first = first == null ? found : first;
        }
        return first;
    }

    private static @Nullable Problem readColumn(
            ColumnReader reader, @Nullable JsonToken token, String text, Map<String, Object> columns) {
        if (token == null) {
            return reader.problem("empty_value", "is missing");
        }
        if (token == JsonToken.VALUE_NULL) {
            return reader.problem("empty_value", "is null");
        }
        if (!fits(token, text, reader.column().type())) {
            String shown = token.isScalarValue() ? Printable.quoted(text) : describe(token);
            return reader.problem(
                    "bad_type", shown + " is no " + name(reader.column().type()));
        }
        if (token == JsonToken.VALUE_STRING && !isStorable(text)) {
            return reader.problem(
                    "unstorable_char", "has a zero character or half a character: " + Printable.quoted(text));
        }
        return reader.read(text, columns);
    }

    /** Numbers keep their text: {@code 1.0} is a text and a decimal, but no whole number. */
    private static boolean fits(JsonToken token, String text, ValueType type) {
        return switch (token) {
            case VALUE_STRING -> true;
            case VALUE_TRUE, VALUE_FALSE -> type == ValueType.BOOLEAN;
            case VALUE_NUMBER_INT ->
                switch (type) {
                    case STRING, DECIMAL -> true;
                    case LONG -> text.length() - (text.startsWith("-") ? 1 : 0) <= MOST_LONG_DIGITS;
                    case TIMESTAMP, BOOLEAN -> false;
                };
            case VALUE_NUMBER_FLOAT ->
                switch (type) {
                    case STRING -> true;
                    case DECIMAL -> PlainNumber.digits(text) != PlainNumber.NONE;
                    case LONG, TIMESTAMP, BOOLEAN -> false;
                };
            default -> false;
        };
    }

    private static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c) && !Printable.isPair(text, i)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                i++;
            }
        }
        return true;
    }

    private static int columnOf(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
    }

    private static String name(ValueType type) {
        return switch (type) {
            case STRING -> "text";
            case LONG -> "whole number of 64 bits";
            case DECIMAL -> "plain number";
            case TIMESTAMP -> "time in quotes";
            case BOOLEAN -> "true or false";
        };
    }

    private static String describe(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_NULL -> "null";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            default -> "a number";
        };
    }
}
