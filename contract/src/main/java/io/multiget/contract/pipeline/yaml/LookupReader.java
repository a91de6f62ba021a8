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
import io.multiget.contract.pipeline.Template.Literal;
import io.multiget.contract.pipeline.ValueType;
import io.multiget.contract.pipeline.yaml.QuestionReader.Question;
import io.multiget.contract.pipeline.yaml.Value.Named;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one lookup. What its references stand for is {@link DataFlow}'s business. */
final class LookupReader {
    private static final int LARGEST_BATCH = 1000;
    private static final int MOST_FIELDS = 500;
    private static final int LONGEST_JOIN = 8;
    private static final String DEFAULT_JOIN = ",";
    private static final Duration DEFAULT_LINGER = Duration.ofMillis(50);
    private static final Duration LONGEST_LINGER = Duration.ofSeconds(10);
    private static final Duration LONGEST_TTL = Duration.ofDays(3650);

    /** The stages of lines that no lookup rejected; a lookup of that name would be mistaken for them. */
    private static final Map<String, String> TAKEN = Map.of(
            "input", "rejects at input are counted under it", "output", "rejects at output are counted under it");

    private final Section section;
    private final Question question;

    private LookupReader(Section section) {
        this.section = section;
        this.question = QuestionReader.read(section);
    }

    static ReadLookup read(Named named, Map<String, Api> apis) {
        Names.check(named, "lookup", TAKEN);
        LookupReader reader = new LookupReader(named.value()
                .section("api", "get", "query", "key", "batch", "response", "classify", "fields", "cache"));
        return new ReadLookup(reader.read(named.name(), apis), named, reader.question.uses());
    }

    private Lookup read(String name, Map<String, Api> apis) {
        Optional<String> api = section.require("api").flatMap(v -> api(v, apis.keySet()));
        Optional<Batch> batch = section.get("batch").flatMap(this::batch);
        Optional<Element> element = section.get("response").flatMap(this::element);
        refuseHalfBatch();
        batch.ifPresent(this::refuseJoinInKey);
        api.ifPresent(a -> refuseKeyTwice(apis.get(a).auth(), batch));
        boolean whole = batch.isPresent() && element.isPresent();
        return new Lookup(
                name,
                api.orElse(""),
                question.path(),
                question.query(),
                question.key(),
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
    private void refuseKeyTwice(Auth auth, Optional<Batch> batch) {
        if (!(auth instanceof Auth.ApiKey key) || key.in() != Auth.ApiKey.Place.QUERY) {
            return;
        }
        if (question.query().containsKey(key.name())
                || batch.filter(b -> b.param().equals(key.name())).isPresent()) {
            section.whole()
                    .wrong(
                            "parameter '" + key.name() + "' in "
                                    + section.whole().path(),
                            "the API's auth puts the key there",
                            "name another parameter");
        }
    }

    private Optional<Batch> batch(Value value) {
        Section batch = value.section("param", "join", "size", "linger");
        Optional<String> param = batch.require("param").flatMap(this::param);
        Optional<Integer> size = batch.require("size").flatMap(v -> v.integer(1, LARGEST_BATCH));
        String join = batch.get("join").flatMap(this::join).orElse(DEFAULT_JOIN);
        Duration linger = batch.get("linger")
                .flatMap(v -> v.duration(Duration.ZERO, LONGEST_LINGER))
                .orElse(DEFAULT_LINGER);
        return param.flatMap(p -> size.map(s -> new Batch(p, join, s, linger)));
    }

    private Optional<String> param(Value value) {
        return value.text().flatMap(param -> {
            if (question.query().containsKey(param)) {
                return value.wrong(
                        value.path() + " is '" + Show.cut(param) + "'", "query has it too", "take it out of query");
            }
            return QuestionReader.PARAMETER.matcher(param).matches()
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

    /** A key that holds the join is rejected, and this one always would. */
    private void refuseJoinInKey(Batch batch) {
        boolean held = question.key().parts().stream()
                .anyMatch(part ->
                        part instanceof Literal literal && literal.text().contains(batch.join()));
        if (held) {
            section.get("key")
                    .ifPresent(key -> key.wrong(
                            key.path() + " holds '" + Show.cut(batch.join()) + "'",
                            "that stands between two keys of a batch",
                            "choose another batch.join"));
        }
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
        List<Named> named = value.named();
        Names.checkCount(value, named, "fields", MOST_FIELDS);
        List<Field> fields = new ArrayList<>();
        for (Named field : named) {
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
