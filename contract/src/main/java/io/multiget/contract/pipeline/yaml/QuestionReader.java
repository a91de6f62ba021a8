package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Reference;
import io.multiget.contract.pipeline.Template;
import io.multiget.contract.pipeline.Template.Literal;
import io.multiget.contract.pipeline.yaml.Value.Named;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what a lookup asks: {@code get}, {@code query} and {@code key}. */
final class QuestionReader {
    /** The characters of a query parameter's name. */
    static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9._~\\[\\]-]+");

    /** What RFC 3986 lets stand in a path. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@/%-]*");

    private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private static final Pattern DOT_STEP = Pattern.compile("(?i)(?:^|/)(?:\\.|%2e){1,2}(?:/|$)");

    private static final Set<String> SECRETS =
            Set.of("accesstoken", "apikey", "authtoken", "clientsecret", "password", "secret", "token");

    private final Section section;
    private final TemplateReader templates = new TemplateReader();

    private QuestionReader(Section section) {
        this.section = section;
    }

    /**
     * What a lookup asks.
     *
     * @param uses the references in all of it
     */
    record Question(Template path, Map<String, Template> query, Template key, List<Use> uses) {}

    static Question read(Section lookup) {
        return new QuestionReader(lookup).read();
    }

    private Question read() {
        Optional<Template> path = section.require("get").flatMap(this::path);
        Map<String, Template> query = section.get("query").map(this::query).orElse(Map.of());
        Optional<Template> key =
                section.has("key") ? section.get("key").flatMap(this::key) : path.flatMap(this::keyOfPath);
        key.ifPresent(this::checkQuestion);
        return new Question(
                path.orElse(Template.literal("/")), query, key.orElse(Template.literal("")), templates.uses());
    }

    private Optional<Template> path(Value value) {
        return templates.read(value).flatMap(path -> {
            String withoutReferences = path.parts().stream()
                    .map(part -> part instanceof Literal literal ? literal.text() : "x")
                    .collect(Collectors.joining());
            String reason = pathRefusal(withoutReferences);
            return reason.isEmpty()
                    ? Optional.of(path)
                    : value.wrong(
                            value.scalar("a path")
                                    .map(text -> value.path() + " is " + text.shown())
                                    .orElse(""),
                            reason,
                            "write a path such as /items/${id}; parameters go into query");
        });
    }

    private static String pathRefusal(String path) {
        if (!path.startsWith("/")) {
            return "a path begins with '/', below the API's base_url";
        }
        if (path.startsWith("//") || DOT_STEP.matcher(path).find()) {
            return "a path has no '.', '..' or empty first step";
        }
        boolean valid =
                PATH.matcher(path).matches() && !BAD_PERCENT.matcher(path).find();
        return valid ? "" : "it holds a character that a path cannot have";
    }

    private Map<String, Template> query(Value value) {
        Map<String, Template> query = new LinkedHashMap<>();
        for (Named parameter : value.named()) {
            checkParameter(parameter);
            templates.read(parameter.value()).ifPresent(text -> {
                refuseSecret(parameter, text);
                query.put(parameter.name(), text);
            });
        }
        return query;
    }

    private static void checkParameter(Named parameter) {
        if (!PARAMETER.matcher(parameter.name()).matches()) {
            parameter.wrongName(
                    "parameter '" + Show.cut(parameter.name()) + "'",
                    "it holds a character that a parameter's name cannot have",
                    "use letters, digits, '-', '.', '_' and '~'");
        }
    }

    private static void refuseSecret(Named parameter, Template text) {
        String bare = parameter.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        if (SECRETS.contains(bare) && text.references().findAny().isEmpty()) {
            parameter.wrongName(
                    "parameter '" + parameter.name() + "' is written in the file",
                    "a file is copied, shown and committed, and the secret with it",
                    "write auth: {api_key: {query: " + parameter.name() + ", value: \"${NAME}\"}} in the api");
        }
    }

    private Optional<Template> key(Value value) {
        return templates
                .read(value)
                .flatMap(key -> key.references().findAny().isPresent()
                        ? Optional.of(key)
                        : value.wrong(
                                value.path() + " has no reference",
                                "every line would ask the same",
                                "write \"${column}\""));
    }

    /** The one reference of the path. */
    private Optional<Template> keyOfPath(Template path) {
        Set<Reference> references = path.references().collect(Collectors.toCollection(LinkedHashSet::new));
        if (references.size() == 1) {
            return Optional.of(new Template(
                    List.of(new Template.Value(references.iterator().next()))));
        }
        return section.whole()
                .wrong(
                        section.whole().path() + " has no 'key'",
                        "its path has " + (references.isEmpty() ? "no reference" : references.size() + " references")
                                + ", so what it asks about cannot be told",
                        "add key: \"" + example(references) + "\"");
    }

    private static String example(Set<Reference> references) {
        return references.isEmpty()
                ? "${column}"
                : references.stream().map(r -> "${" + r + "}").collect(Collectors.joining(":"));
    }

    /** Equal keys are one question, so whatever the question holds must be in the key. */
    private void checkQuestion(Template key) {
        Set<Reference> inKey = key.references().collect(Collectors.toSet());
        boolean batched = section.has("batch");
        for (Use use : templates.uses()) {
            String what = "'${" + use.reference() + "}' in " + use.path();
            boolean asked = !use.path().equals(section.whole().path() + ".key");
            if (asked && batched) {
                section.whole()
                        .problems()
                        .add(
                                use.at(),
                                what,
                                "a batch asks about many lines, and this differs by line",
                                "put it into key alone");
            } else if (asked && !inKey.contains(use.reference())) {
                section.whole()
                        .problems()
                        .add(
                                use.at(),
                                what + " is not in key",
                                "lines with equal keys share one answer",
                                "add it to key");
            }
        }
    }
}
