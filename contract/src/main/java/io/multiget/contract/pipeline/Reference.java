package io.multiget.contract.pipeline;

import java.util.Optional;

/** A value by name: a column ({@code site}) or a field of a lookup's answer ({@code item.price}). */
public record Reference(Optional<String> lookup, String field) {
    /** A column of the input. */
    public static Reference column(String name) {
        return new Reference(Optional.empty(), name);
    }

    /** A field of a lookup. */
    public static Reference field(String lookup, String field) {
        return new Reference(Optional.of(lookup), field);
    }

    @Override
    public String toString() {
        return lookup.map(l -> l + "." + field).orElse(field);
    }
}
