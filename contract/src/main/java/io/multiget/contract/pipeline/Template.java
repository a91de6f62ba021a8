package io.multiget.contract.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A text with references in it, such as {@code ${site}${id}}. No loops, no expressions. */
public record Template(List<Part> parts) {
    public Template {
        parts = List.copyOf(parts);
    }

    /** A piece of the text. */
    public sealed interface Part {}

    /** Text that stands for itself. */
    public record Literal(String text) implements Part {}

    /** Text that a reference stands for. */
    public record Value(Reference reference) implements Part {}

    /** A template of plain text. */
    public static Template literal(String text) {
        return new Template(List.of(new Literal(text)));
    }

    /** The references, in order. */
    public Stream<Reference> references() {
        return parts.stream().filter(Value.class::isInstance).map(part -> ((Value) part).reference());
    }

    /**
     * The text, or nothing when a reference has no value.
     *
     * @param values gives a reference's value, or null
     */
    public Optional<String> render(Function<Reference, @Nullable Object> values) {
        return render(values, UnaryOperator.identity());
    }

    /**
     * The text, each value passed through {@code encode} (such as percent-encoding) and literals left alone, or nothing
     * when a reference has no value.
     */
    public Optional<String> render(Function<Reference, @Nullable Object> values, UnaryOperator<String> encode) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Literal literal) {
                text.append(literal.text());
            } else if (part instanceof Value value) {
                Object found = values.apply(value.reference());
                if (found == null) {
                    return Optional.empty();
                }
                text.append(encode.apply(asText(found)));
            }
        }
        return Optional.of(text.toString());
    }

    private static String asText(Object value) {
        return value instanceof java.math.BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }
}
