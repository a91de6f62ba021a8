package io.multiget.ingest.upload;

import io.multiget.contract.Upload;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.ingest.IngestProperties.ReadingDefaults;
import io.multiget.ingest.problem.ProblemException;
import io.multiget.ingest.reader.ReadingOptions;
import io.multiget.ingest.setup.Pipelines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What an upload says about how it is to be read, in the query or in a form's fields. What it does not say, the settings
 * do; what they do not, is found by looking.
 */
final class ReadingParameters {
    /** The names, in the order of the documentation. */
    static final List<String> NAMES = List.of("pipeline", "format", "delimiter", "encoding", "header");

    private static final String ANY_FORMAT = "csv";
    private static final String GZIP_SUFFIX = ".gz";

    private final Map<String, String> given;
    private final ReadingDefaults defaults;

    /** @throws ProblemException 400 {@code bad_parameter} for a value that nothing can be done with */
    ReadingParameters(Map<String, String> given, ReadingDefaults defaults) {
        this.given = given.entrySet().stream()
                .filter(entry ->
                        NAMES.contains(entry.getKey()) && !entry.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        this.defaults = defaults;
        check("format", new Upload.Reading(given("format").orElse(ANY_FORMAT), null, null, null));
        check("delimiter", new Upload.Reading(ANY_FORMAT, given.get("delimiter"), null, null));
        check("encoding", new Upload.Reading(ANY_FORMAT, null, given.get("encoding"), null));
        header();
    }

    private void check(String name, Upload.Reading reading) {
        try {
            ReadingOptions.of(reading);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "bad_parameter", "Parameter " + e.getMessage() + ".")
                    .field(name)
                    .value(given.getOrDefault(name, ""));
        }
    }

    /** The same with a form's fields where the query says nothing. */
    ReadingParameters with(Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.putAll(given);
        return new ReadingParameters(all, defaults);
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(given.get(name));
    }

    Pipeline pipeline(Pipelines pipelines) {
        String names = pipelines.all().stream().map(Pipeline::name).collect(Collectors.joining(", "));
        return given("pipeline")
                .map(pipelines::find)
                .orElseGet(pipelines::sole)
                .orElseThrow(() -> ProblemException.badParameter(
                        "pipeline", given.getOrDefault("pipeline", ""), "one of " + names));
    }

    /**
     * @param fileName whose extension is believed where nothing else says the format
     * @param looksLike the format that the content looks like
     */
    Upload.Reading reading(Optional<String> fileName, String looksLike) {
        String format = given("format")
                .or(defaults::format)
                .or(() -> fileName.flatMap(ReadingOptions::formatOf))
                .orElse(looksLike);
        boolean compressed = fileName.filter(
                        name -> name.toLowerCase(java.util.Locale.ROOT).endsWith(GZIP_SUFFIX))
                .isPresent();
        return new Upload.Reading(
                compressed && !format.endsWith(GZIP_SUFFIX) ? format + GZIP_SUFFIX : format,
                given("delimiter").or(defaults::delimiter).orElse(null),
                given("encoding").or(defaults::encoding).orElse(null),
                header());
    }

    private @Nullable Boolean header() {
        String header = given("header").orElse("auto");
        return switch (header) {
            case "auto" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> throw ProblemException.badParameter("header", header, "one of auto, true, false");
        };
    }
}
