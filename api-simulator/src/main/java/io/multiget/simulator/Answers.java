package io.multiget.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import io.multiget.simulator.catalog.Fate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the catalog says about the ids of a call, as an answer that nothing has spoiled yet. Owned by the event loop. */
final class Answers {
    private Answers() {}

    static List<Asked> ask(Resource<?> resource, List<String> ids) {
        List<Asked> asked = new ArrayList<>(ids.size());
        for (String id : ids) {
            asked.add(new Asked(id, Fate.of(id), resource.asks().ask(id)));
        }
        return asked;
    }

    /** A multiget: one element for each id, but where a fate has it otherwise. */
    static <T> Reply many(Resource<T> resource, List<Asked> asked, @Nullable String attributes) {
        List<Members.Member<T>> members = resource.members().selected(attributes);
        List<Asked> inOrder = inOrder(asked);
        return Reply.json(200, Json.bytes(json -> {
            json.writeStartArray();
            for (Asked one : inOrder) {
                writeElements(json, resource, members, one);
            }
            for (Asked one : asked) {
                writeExtra(json, resource, members, one);
            }
            json.writeEndArray();
        }));
    }

    /** A plain GET: the body, or the error, is the whole answer. */
    static <T> Reply one(Resource<T> resource, Asked asked, @Nullable String attributes) {
        List<Members.Member<T>> members = resource.members().selected(attributes);
        Optional<T> thing = thing(resource, asked);
        int code = asked.code(thing.isPresent());
        if (isError(code)) {
            return Errors.whole(code, message(resource, asked, code));
        }
        T found = thing.orElseThrow();
        return Reply.json(code, Json.bytes(json -> {
            if (!resource.wrapper().isEmpty()) {
                json.writeStartObject();
                json.writeFieldName(resource.wrapper());
            }
            writeBody(json, members, new Told<>(found, asked.fate(), variant(asked)));
            if (!resource.wrapper().isEmpty()) {
                json.writeEndObject();
            }
        }));
    }

    private static List<Asked> inOrder(List<Asked> asked) {
        if (asked.stream().noneMatch(one -> one.fate() == Fate.REORDERED)) {
            return asked;
        }
        List<Asked> reversed = new ArrayList<>(asked);
        Collections.reverse(reversed);
        return reversed;
    }

    private static <T> void writeElements(
            JsonGenerator json, Resource<T> resource, List<Members.Member<T>> members, Asked asked) throws IOException {
        if (asked.isLeftOut()) {
            return;
        }
        writeElement(json, resource, members, asked, variant(asked));
        if (asked.isDoubled()) {
            writeElement(json, resource, members, asked, 1);
        }
    }

    private static <T> void writeElement(
            JsonGenerator json, Resource<T> resource, List<Members.Member<T>> members, Asked asked, int variant)
            throws IOException {
        Optional<T> thing = thing(resource, asked);
        int code = asked.code(thing.isPresent());
        json.writeStartObject();
        json.writeNumberField("code", code);
        json.writeFieldName("body");
        if (isError(code)) {
            String id = asked.isNamedInErrors() ? asked.id() : null;
            Errors.write(json, code, id, message(resource, asked, code));
        } else {
            writeBody(json, members, new Told<>(thing.orElseThrow(), asked.fate(), variant));
        }
        json.writeEndObject();
    }

    private static <T> void writeExtra(
            JsonGenerator json, Resource<T> resource, List<Members.Member<T>> members, Asked asked) throws IOException {
        if (asked.fate() == Fate.EXTRA) {
            writeElement(json, resource, members, new Asked(Fate.strangerTo(asked.id()), Fate.FOUND, 1), 0);
        }
    }

    private static <T> void writeBody(JsonGenerator json, List<Members.Member<T>> members, Told<T> told)
            throws IOException {
        json.writeStartObject();
        for (Members.Member<T> member : members) {
            member.write(json, told);
        }
        json.writeEndObject();
    }

    private static <T> Optional<T> thing(Resource<T> resource, Asked asked) {
        return resource.catalog().apply(asked.fate() == Fate.WRONG_ID ? Fate.strangerTo(asked.id()) : asked.id());
    }

    private static int variant(Asked asked) {
        return switch (asked.fate()) {
            case CHANGING -> asked.times() - 1;
            case LATE_ONCE -> asked.firstTime() ? 1 : 0;
            default -> 0;
        };
    }

    private static String message(Resource<?> resource, Asked asked, int code) {
        return code == 404 && asked.isNamedInErrors() ? resource.notFound().apply(asked.id()) : Errors.message(code);
    }

    private static boolean isError(int code) {
        return code >= 300;
    }
}
