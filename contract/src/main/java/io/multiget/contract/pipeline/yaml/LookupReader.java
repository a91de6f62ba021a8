package io.multiget.contract.pipeline.yaml;

import com.fasterxml.jackson.core.JsonPointer;
import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Auth;
import io.multiget.contract.pipeline.Batch;
import io.multiget.contract.pipeline.CachePolicy;
import io.multiget.contract.pipeline.Classify;
import io.multiget.contract.pipeline.Element;
import io.multiget.contract.pipeline.Field;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Reference;
import io.multiget.contract.pipeline.Template;
import io.multiget.contract.pipeline.Template.Literal;
import io.multiget.contract.pipeline.ValueType;
import io.multiget.contract.pipeline.yaml.Value.Named;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one lookup. What its references stand for is {@link DataFlow}'s business. */
final class LookupReader {
    private static final int LARGEST_BATCH = 1000;
    private static final int LONGEST_JOIN = 8;
    private static final String DEFAULT_JOIN = ",";
    private static final Duration DEFAULT_LINGER = Duration.ofMillis(50);
    private static final Duration LONGEST_LINGER = Duration.ofSeconds(10);
    private static final Duration LONGEST_TTL = Duration.ofDays(3650);

    /** What RFC 3986 lets stand in a path. */
    private static final Pattern PATH = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*");

    private static final Pattern DOT_STEP = Pattern.compile("(?i)(?:^|/)(?:\\.|%2e){1,2}(?:/|$)");

    private static final Set<String> SECRETS =
            Set.of("accesstoken", "apikey", "authtoken", "clientsecret", "password", "secret", "token");

    /** The stages of lines that no lookup rejected; a lookup of that name would be mistaken for them. */
    private static final Map<String, String> TAKEN = Map.of(
            "input", "rejects at input are counted under it", "output", "rejects at output are counted under it");

    private final Named named;
    private final Section section;
    private final TemplateReader templates = new TemplateReader();

    private LookupReader(Named named) {
        this.named = named;
        this.section =
                named.value().section("api", "get", "query", "key", "batch", "response", "classify", "fields", "cache");
    }

    static ReadLookup read(Named named, Map<String, Api> apis) {
        Names.check(named, "lookup", TAKEN);
        LookupReader reader = new LookupReader(named);
        Lookup lookup = reader.read(apis);
        return new ReadLookup(lookup, named, reader.templates.uses());
    }

    private Lookup read(Map<String, Api> apis) {
        Optional<Template> path = section.require("get").flatMap(this::path);
        Map<String, Template> query = section.get("query").map(this::query).orElse(Map.of());
        Optional<Template> key =
                section.has("key") ? section.get("key").flatMap(this::key) : path.flatMap(this::keyOfPath);
        Optional<Batch> batch = section.get("batch").flatMap(v -> batch(v, query));
        Optional<Element> element = section.get("response").flatMap(this::element);
        Optional<String> api = section.require("api").flatMap(v -> api(v, apis.keySet()));
        refuseHalfBatch();
        api.ifPresent(a -> refuseKeyTwice(apis.get(a).auth(), query.keySet(), batch));
        key.ifPresent(this::checkQuestion);
        boolean whole = batch.isPresent() && element.isPresent();
        return new Lookup(
                named.name(),
                api.orElse(""),
                path.orElse(Template.literal("/")),
                query,
                key.orElse(Template.literal("")),
                whole ? batch : Optional.empty(),
                whole ? element : Optional.empty(),
                section.get("classify").map(ClassifyReader::read).orElse(Classify.DEFAULT),
                section.require("fields").map(this::fields).orElse(List.of()),
                section.get("cache").map(this::cache).orElse(CachePolicy.DEFAULT));
    }

    private Optional<String> api(Value value, Set<String> apis) {
        return value.text()
                .flatMap(api -> apis.contains(api)
                        ? Optional.of(api)
                        : value.wrong(
                                "unknown api '" + Show.cut(api) + "' in " + value.path(),
                                "expected " + Show.anyOf(apis),
                                Show.mend(api, apis, "add it under apis")));
    }

    /** The parameter that carries the API's key is the API's own. */
    private void refuseKeyTwice(Auth auth, Set<String> query, Optional<Batch> batch) {
        if (!(auth instanceof Auth.ApiKey key) || key.in() != Auth.ApiKey.Place.QUERY) {
            return;
        }
        if (query.contains(key.name())
                || batch.filter(b -> b.param().equals(key.name())).isPresent()) {
            section.whole()
                    .wrong(
                            "parameter '" + key.name() + "' in "
                                    + section.whole().path(),
                            "the API's auth puts the key there",
                            "name another parameter");
        }
    }

    private Optional<Template> path(Value value) {
        return templates.read(value).flatMap(path -> {
            String text = path.parts().stream()
                    .map(part -> part instanceof Literal literal ? literal.text() : "x")
                    .collect(Collectors.joining());
            String reason = pathRefusal(text);
            return reason.isEmpty()
                    ? Optional.of(path)
                    : value.wrong(
                            value.path() + " is '"
                                    + Show.cut(value.scalar("a path")
                                            .map(YamlNode.Text::text)
                                            .orElse("")) + "'",
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
        return PATH.matcher(path).matches() ? "" : "it holds a character that a path cannot have";
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
        if (!AuthReader.PARAMETER.matcher(parameter.name()).matches()) {
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
                problems()
                        .add(
                                use.at(),
                                what,
                                "a batch asks about many lines, and this differs by line",
                                "put it into key alone");
            } else if (asked && !inKey.contains(use.reference())) {
                problems()
                        .add(
                                use.at(),
                                what + " is not in key",
                                "lines with equal keys share one answer",
                                "add it to key");
            }
        }
    }

    private Problems problems() {
        return named.value().problems();
    }

    private Optional<Batch> batch(Value value, Map<String, Template> query) {
        Section batch = value.section("param", "join", "size", "linger");
        Optional<String> param = batch.require("param").flatMap(v -> param(v, query));
        Optional<Integer> size = batch.require("size").flatMap(v -> v.integer(1, LARGEST_BATCH));
        String join = batch.get("join").flatMap(this::join).orElse(DEFAULT_JOIN);
        Duration linger = batch.get("linger")
                .flatMap(v -> v.duration(Duration.ZERO, LONGEST_LINGER))
                .orElse(DEFAULT_LINGER);
        return param.flatMap(p -> size.map(s -> new Batch(p, join, s, linger)));
    }

    private Optional<String> param(Value value, Map<String, Template> query) {
        return value.text().flatMap(param -> {
            if (query.containsKey(param)) {
                return value.wrong(
                        value.path() + " is '" + Show.cut(param) + "'", "query has it too", "take it out of query");
            }
            return AuthReader.PARAMETER.matcher(param).matches()
                    ? Optional.of(param)
                    : value.wrong(
                            value.path() + " is '" + Show.cut(param) + "'",
                            "it holds a character that a parameter's name cannot have",
                            "use letters, digits, '-', '.', '_' and '~'");
        });
    }

    private Optional<String> join(Value value) {
        return value.text()
                .flatMap(join -> join.length() <= LONGEST_JOIN
                        ? Optional.of(join)
                        : value.wrong(
                                value.path() + " is '" + Show.cut(join) + "'",
                                "at most " + LONGEST_JOIN + " characters stand between keys",
                                "write \",\""));
    }

    private Optional<Element> element(Value value) {
        Section element = value.section("match", "status", "body");
        Optional<JsonPointer> match = element.require("match").flatMap(Value::pointer);
        Optional<JsonPointer> status = element.get("status").flatMap(Value::pointer);
        JsonPointer body = element.get("body").flatMap(Value::pointer).orElse(JsonPointer.empty());
        return match.map(m -> new Element(m, status, body));
    }

    private void refuseHalfBatch() {
        String path = section.whole().path();
        if (section.has("batch") && !section.has("response")) {
            section.get("batch")
                    .orElseThrow()
                    .wrong(
                            path + " has batch without response",
                            "which part of the answer is whose cannot be told",
                            "add response: {match: /id}");
        } else if (section.has("response") && !section.has("batch")) {
            section.get("response")
                    .orElseThrow()
                    .wrong(
                            path + " has response without batch",
                            "the answer about one key is whole",
                            "take it out; fields point into the answer");
        }
    }

    private List<Field> fields(Value value) {
        List<Field> fields = new ArrayList<>();
        for (Named field : value.named()) {
            Names.check(field, "field");
            Section parts = field.value().section("at", "type");
            JsonPointer at = parts.require("at").flatMap(Value::pointer).orElse(JsonPointer.empty());
            ValueType type = parts.require("type")
                    .flatMap(v -> v.choice(InputReader.TYPES))
                    .orElse(ValueType.STRING);
            fields.add(new Field(field.name(), at, type));
        }
        return fields;
    }

    private CachePolicy cache(Value value) {
        Section cache = value.section("ttl", "negative_ttl");
        Duration ttl = duration(cache, "ttl").orElse(CachePolicy.DEFAULT.ttl());
        Duration byDefault = CachePolicy.DEFAULT.negativeTtl();
        Duration negative = duration(cache, "negative_ttl").orElse(ttl.compareTo(byDefault) < 0 ? ttl : byDefault);
        if (negative.compareTo(ttl) > 0) {
            cache.get("negative_ttl")
                    .ifPresent(v -> v.wrong(
                            v.path() + " is longer than ttl",
                            "what is not found today may be there tomorrow",
                            "make it ttl or shorter"));
        }
        return new CachePolicy(ttl, negative);
    }

    private static Optional<Duration> duration(Section cache, String key) {
        return cache.get(key).flatMap(v -> v.duration(Duration.ZERO, LONGEST_TTL));
    }
}
