package io.multiget.ingest.upload;

import io.multiget.ingest.problem.ProblemException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Reads a URL's query. The container's own way would take a body of type {@code application/x-www-form-urlencoded} for
 * parameters, and that is the type {@code curl --data-binary} gives to any file.
 */
final class QueryParameters {
    private static final int MOST = 100;

    private QueryParameters() {}

    /** The parameters by name; of one given twice, the first. */
    static Map<String, String> parse(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        String[] pairs = query.split("&", MOST + 1);
        if (pairs.length > MOST) {
            throw new ProblemException(
                            HttpStatus.BAD_REQUEST,
                            "bad_request",
                            "More than " + MOST + " query parameters are not read.")
                    .limit(MOST);
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            parameters.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                            HttpStatus.BAD_REQUEST, "bad_request", "The query is not percent-encoded as it should be.")
                    .value(text);
        }
    }
}
