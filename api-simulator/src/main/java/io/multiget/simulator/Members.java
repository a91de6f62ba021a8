package io.multiget.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import io.multiget.simulator.catalog.Fate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The members of one kind of body, in the order they are written; a call may ask for some of them only. */
final class Members<T> {
    private static final int NESTING = 100_000;
    private static final String DEEP = "[".repeat(NESTING) + "]".repeat(NESTING);
    private static final int REMEMBERED = 64;

    /** Writes a member, its name included, or nothing. */
    interface Member<T> {
        void write(JsonGenerator json, Told<T> told) throws IOException;
    }

    private final Map<String, Member<T>> members = new LinkedHashMap<>();
    private final Map<String, List<Member<T>>> selections = new HashMap<>();

    Members<T> with(String name, Member<T> member) {
        members.put(name, member);
        return this;
    }

    Members<T> text(String name, Function<T, String> text) {
        return with(name, (json, told) -> json.writeStringField(name, text.apply(told.thing())));
    }

    /** The one text of a body that some fates are about. */
    Members<T> mainText(String name, Function<T, String> text) {
        return with(name, (json, told) -> {
            json.writeFieldName(name);
            if (told.fate() == Fate.DEEP) {
                writeDeep(json);
            } else {
                String variant = told.variant() == 0 ? "" : " v" + told.variant();
                Json.writeText(json, text.apply(told.thing()) + variant);
            }
        });
    }

    Members<T> number(String name, ToLongFunction<T> number) {
        return with(name, (json, told) -> json.writeNumberField(name, number.applyAsLong(told.thing())));
    }

    /** A member that is the same in every body. */
    Members<T> constant(String name, String rawJson) {
        return with(name, (json, told) -> {
            json.writeFieldName(name);
            json.writeRawValue(rawJson);
        });
    }

    static void writeDeep(JsonGenerator json) throws IOException {
        json.writeRawValue(DEEP);
    }

    /** The members named in {@code attributes}, comma separated, or all of them for null. */
    List<Member<T>> selected(@Nullable String attributes) {
        if (selections.size() > REMEMBERED) {
            selections.clear();
        }
        return selections.computeIfAbsent(attributes == null ? "" : attributes, this::select);
    }

    private List<Member<T>> select(String attributes) {
        Set<String> names = new HashSet<>(Arrays.asList(attributes.split(",")));
        List<Member<T>> selected = new ArrayList<>();
        members.forEach((name, member) -> {
            if (attributes.isEmpty() || names.contains(name)) {
                selected.add(member);
            }
        });
        return selected;
    }
}
