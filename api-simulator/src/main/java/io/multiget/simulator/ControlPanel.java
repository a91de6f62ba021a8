package io.multiget.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The paths that begin with two underscores: statistics, log, behaviour. Owned by the event loop; not part of the API. */
final class ControlPanel {
    static final String STRAY_PATH = "/__stray";

    private static final String PREFIX = "/__";

    private final ObjectMapper mapper = new ObjectMapper();
    private final SimulatedApi api;

    ControlPanel(SimulatedApi api) {
        this.api = api;
    }

    static boolean isFor(String uri) {
        return uri.startsWith(PREFIX);
    }

    Reply answer(FullHttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        return switch (request.method() + " " + uri.path()) {
            case "GET /__stats" -> json(api.tally().stats());
            case "GET /__control" -> json(new TreeMap<>(api.behaviour().texts()));
            case "POST /__control" -> control(request);
            case "POST /__reset" -> reset();
            case "GET /__log" -> log(uri);
            case "GET " + STRAY_PATH -> stray();
            default -> Errors.whole(404);
        };
    }

    /** Changes some names of {@link Behaviour}, all or none; an outage lasts from now if the change is about it. */
    void change(Map<String, String> changes) {
        boolean outage = changes.containsKey("down") || changes.containsKey("down_for");
        api.change(api.behaviour().with(changes), outage);
    }

    private Reply control(FullHttpRequest request) {
        try {
            change(changes(mapper.readTree(request.content().toString(StandardCharsets.UTF_8))));
            return json(new TreeMap<>(api.behaviour().texts()));
        } catch (JsonProcessingException e) {
            return Errors.whole(400, "not JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return Errors.whole(400, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> changes(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
        Map<String, String> changes = new TreeMap<>();
        json.properties().forEach(field -> changes.put(field.getKey(), text(field)));
        return changes;
    }

    private static String text(Map.Entry<String, JsonNode> field) {
        JsonNode value = field.getValue();
        return value.isNull() ? Behaviour.defaultOf(field.getKey()) : value.asText();
    }

    private Reply reset() {
        api.reset();
        return Reply.empty(200);
    }

    private Reply log(QueryStringDecoder uri) {
        String after = uri.parameters().getOrDefault("after", List.of("0")).get(0);
        if (!after.matches("\\d{1,18}")) {
            return Errors.whole(400, "after must be a number, was " + after);
        }
        StringBuilder lines = new StringBuilder();
        api.log()
                .after(Long.parseLong(after))
                .forEach(call -> lines.append(api.log().line(call)));
        return Reply.json(200, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Reply stray() {
        api.tally().strayed();
        return Errors.whole(404);
    }

    private Reply json(Object value) {
        try {
            return Reply.json(200, mapper.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
