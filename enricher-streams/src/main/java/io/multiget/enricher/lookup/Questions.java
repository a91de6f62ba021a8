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

/** Turns a lookup and the values at hand into a question. */
final class Questions {
    private Questions() {}

    /** What to ask, or nothing when a value it needs is null: then the lookup is skipped. */
    static Optional<Question> of(Lookup lookup, Function<Reference, @Nullable Object> values) {
        Optional<String> key = lookup.key().render(values);
        Optional<String> path = lookup.path().render(values, Encoding::inPath);
        Optional<String> query = query(lookup, values);
        if (key.isEmpty() || path.isEmpty() || query.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Question(lookup, key.get(), path.get(), query.get()));
    }

    /** The question about a known key, or nothing where path and query need more than the key. */
    static Optional<Question> ofKey(Lookup lookup, String key) {
        List<Reference> needed = Stream.concat(
                        lookup.path().references(),
                        lookup.query().values().stream().flatMap(Template::references))
                .distinct()
                .toList();
        boolean keyIsOneValue = lookup.key().parts().size() == 1;
        boolean derivable = needed.isEmpty()
                || keyIsOneValue && needed.equals(lookup.key().references().toList());
        return derivable
                ? of(lookup, reference -> key).map(q -> new Question(lookup, key, q.path(), q.query()))
                : Optional.empty();
    }

    /** Whether the key would be taken for two in a batch. */
    static boolean isAmbiguousInBatch(Question question) {
        return question.lookup()
                .batch()
                .filter(batch -> question.key().contains(batch.join()))
                .isPresent();
    }

    private static Optional<String> query(Lookup lookup, Function<Reference, @Nullable Object> values) {
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
