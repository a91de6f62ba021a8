package io.multiget.enricher.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupKey;
import io.multiget.contract.pipeline.CachePolicy;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.enricher.TestPipelines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class SharedLookupsProcessorTest {
    /** What is thrown here ends the whole application. */
    @Test
    void shouldTellOfAnswersThatAreBelievedForEver() {
        Pipeline pipeline = believing(TestPipelines.books(), Duration.ofDays(1_000_000));
        List<Long> nanosLeft = new ArrayList<>();
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        context.setCurrentSystemTimeMs(1_000);
        context.addStateStore(TaskStores.shared());
        SharedLookupsProcessor processor =
                new SharedLookupsProcessor(pipeline, (lookup, key, result, left) -> nanosLeft.add(left.toNanos()));
        processor.init(context);

        processor.process(new Record<>(new LookupKey("author", "x"), LookupAnswer.found(Map.of(), 999), 999));

        assertThat(nanosLeft).singleElement().satisfies(left -> assertThat(left).isPositive());
    }

    private static Pipeline believing(Pipeline pipeline, Duration ttl) {
        Lookup author = pipeline.lookup("author");
        Lookup believed = new Lookup(
                author.name(),
                author.api(),
                author.path(),
                author.query(),
                author.key(),
                author.batch(),
                author.element(),
                author.classify(),
                author.fields(),
                new CachePolicy(ttl, ttl));
        return new Pipeline(
                pipeline.name(),
                pipeline.input(),
                pipeline.apis(),
                Map.of("author", believed),
                pipeline.stages(),
                pipeline.output());
    }
}
