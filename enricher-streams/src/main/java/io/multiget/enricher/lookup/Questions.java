package io.multiget.enricher.lookup;

import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Reference;
import io.multiget.contract.pipeline.Template;
import io.multiget.enricher.http.Encoding;
import io.multiget.enricher.http.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the values at hand into a lookup's questions. Stateless after its making, safe for any thread. */
final class Questions {
    private final Lookup lookup;

    /** Path and query where they are the same for every key, which spares rendering and encoding them for each. */
    private final Optional<String> fixedPath;

    private final Optional<String> fixedQuery;

    Questions(Lookup lookup) {
        this.lookup = lookup;
        this.fixedPath = references(Stream.of(lookup.path())).isEmpty() ? path(none -> null) : Optional.empty();
        this.fixedQuery =
                references(lookup.query().values().stream()).isEmpty() ? query(none -> null) : Optional.empty();
    }

    private static List<Reference> references(Stream<Template> templates) {
        return templates.flatMap(Template::references).distinct().toList();
    }

    /** What to ask, or nothing when a value it needs is null: then the lookup is skipped. */
    Optional<Question> of(Function<Reference, @Nullable Object> values) {
        Optional<String> key = lookup.key().render(values);
        Optional<String> path = fixedPath.isPresent() ? fixedPath : path(values);
        Optional<String> query = fixedQuery.isPresent() ? fixedQuery : query(values);
        if (key.isEmpty() || path.isEmpty() || query.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Question(lookup, key.get(), path.get(), query.get()));
    }

    /** The question about a known key, or nothing where path and query need more than the key. */
    Optional<Question> ofKey(String key) {
        List<Reference> needed = references(Stream.concat(Stream.of(lookup.path()), lookup.query().values().stream()));
        boolean keyIsOneValue = lookup.key().parts().size() == 1;
        boolean derivable = needed.isEmpty()
                || keyIsOneValue && needed.equals(lookup.key().references().toList());
        return derivable
                ? of(reference -> key).map(q -> new Question(lookup, key, q.path(), q.query()))
                : Optional.empty();
    }

    /** Whether the key would be taken for two in a batch. */
    static boolean isAmbiguousInBatch(Question question) {
        return question.lookup()
                .batch()
                .filter(batch -> question.key().contains(batch.join()))
                .isPresent();
    }

    private Optional<String> path(Function<Reference, @Nullable Object> values) {
        return lookup.path().render(values, Encoding::inPath);
    }

    private Optional<String> query(Function<Reference, @Nullable Object> values) {
        StringJoiner query = new StringJoiner("&");
        for (Map.Entry<String, Template> parameter : lookup.query().entrySet()) {
            Optional<String> value = parameter.getValue().render(values);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            query.add(Encoding.inQuery(parameter.getKey()) + "=" + Encoding.inQuery(value.get()));
        }
        return Optional.of(query.toString());
    }
}
