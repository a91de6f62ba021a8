package io.multiget.ingest.landing;

import com.fasterxml.jackson.core.type.TypeReference;
import io.multiget.contract.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connector's configuration from the folder {@code connect/}, with {@code ${name}} where the pipeline has the word.
 * {@code ${env:NAME}} is left alone: the Connect worker fills it in, so that no password passes its REST API.
 */
final class ConnectorTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z_]+)}");

    private final Map<String, String> entries;

    private ConnectorTemplate(Map<String, String> entries) {
        this.entries = entries;
    }

    /** Reads the template that is packaged under this name. */
    static ConnectorTemplate packaged(String name) {
        try (InputStream in = ConnectorTemplate.class.getResourceAsStream("/connect/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no connector template " + name);
            }
            return new ConnectorTemplate(
                    Json.mapper().readValue(in, new TypeReference<LinkedHashMap<String, String>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the connector template " + name, e);
        }
    }

    /** The configuration with every placeholder filled in; one that has no value here is a mistake in the template. */
    Map<String, String> filledIn(Map<String, String> values) {
        Map<String, String> filled = new LinkedHashMap<>();
        entries.forEach((key, text) -> filled.put(key, filledIn(text, values)));
        return filled;
    }

    private static String filledIn(String text, Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalArgumentException("nothing to fill in for " + found.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
