package io.multiget.ingest;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Environment variables as typed values; each that cannot be used is named with its value and what is allowed. */
final class Settings {
    private final Map<String, String> environment;

    Settings(Map<String, String> environment) {
        this.environment = environment;
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    String text(String name, String fallback) {
        return optional(name).orElse(fallback);
    }

    String matching(String name, String fallback, Pattern allowed) {
        String value = text(name, fallback);
        if (!allowed.matcher(value).matches()) {
            throw refused(name, value, "match " + allowed);
        }
        return value;
    }

    Path path(String name, Path fallback) {
        String value = text(name, fallback.toString());
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw refused(name, value, "be a path");
        }
    }

    URI httpUrl(String name, String fallback) {
        String value = text(name, fallback);
        try {
            URI url = new URI(value);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw refused(name, value, "be an http or https URL");
        }
        throw refused(name, value, "be an http or https URL");
    }

    int integer(String name, int fallback, int min, int max) {
        return (int) number(name, fallback, min, max);
    }

    OptionalInt optionalInteger(String name, int min, int max) {
        return optional(name).isEmpty() ? OptionalInt.empty() : OptionalInt.of(integer(name, min, min, max));
    }

    long number(String name, long fallback, long min, long max) {
        String value = text(name, Long.toString(fallback));
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(name, value, "be a whole number from " + min + " to " + max);
        }
        throw refused(name, value, "be a whole number from " + min + " to " + max);
    }

    private static SetupException refused(String name, String value, String allowed) {
        return new SetupException(name + " must " + allowed + ", was \"" + value + "\"");
    }
}
