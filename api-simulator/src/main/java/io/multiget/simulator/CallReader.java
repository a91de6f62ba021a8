package io.multiget.simulator;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a request into a {@link Call}. */
final class CallReader {
    private static final String BEARER = "Bearer ";

    private CallReader() {}

    /** @throws IllegalArgumentException for a URI that cannot be decoded */
    static Call read(HttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        Map<String, List<String>> query = uri.parameters();
        // Split before decoding: an encoded slash belongs to an id.
        String[] path =
                uri.rawPath().substring(uri.rawPath().startsWith("/") ? 1 : 0).split("/", -1);
        Endpoint endpoint = endpoint(path, query);
        return new Call(
                endpoint,
                ids(endpoint, path, query),
                first(query, "attributes"),
                request.headers().get(HttpHeaderNames.HOST, ""),
                credential(endpoint, request, query));
    }

    private static Endpoint endpoint(String[] path, Map<String, List<String>> query) {
        boolean alone = path.length == 2 && !path[1].isEmpty();
        boolean many = path.length == 1 && query.containsKey("ids");
        return switch (path[0]) {
            case "items" -> many ? Endpoint.ITEMS : alone ? Endpoint.ITEM : Endpoint.OTHER;
            case "users" -> many ? Endpoint.USERS : alone ? Endpoint.USER : Endpoint.OTHER;
            case "categories" -> alone ? Endpoint.CATEGORIES : Endpoint.OTHER;
            case "currencies" -> alone ? Endpoint.CURRENCIES : Endpoint.OTHER;
            case "v2" -> path.length == 3 && !path[2].isEmpty() ? second(path[1]) : Endpoint.OTHER;
            default -> Endpoint.OTHER;
        };
    }

    private static Endpoint second(String name) {
        return switch (name) {
            case "products" -> Endpoint.PRODUCTS;
            case "makers" -> Endpoint.MAKERS;
            case "countries" -> Endpoint.COUNTRIES;
            default -> Endpoint.OTHER;
        };
    }

    private static List<String> ids(Endpoint endpoint, String[] path, Map<String, List<String>> query) {
        if (endpoint == Endpoint.OTHER) {
            return List.of();
        }
        if (!endpoint.isMultiget()) {
            return List.of(QueryStringDecoder.decodeComponent(path[path.length - 1].replace("+", "%2B")));
        }
        String ids = query.get("ids").get(0);
        return ids.isEmpty() ? List.of() : Arrays.asList(ids.split(",", -1));
    }

    private static String credential(Endpoint endpoint, HttpRequest request, Map<String, List<String>> query) {
        if (endpoint.isSecondApi()) {
            String key = first(query, "api_key");
            return key == null ? request.headers().get("X-Api-Key", "") : key;
        }
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        return authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()) : "";
    }

    private static @Nullable String first(Map<String, List<String>> query, String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }
}
