package io.multiget.enricher.lookup;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupKey;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.enricher.http.KeyResult;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the shared topic in the global store as it is, and lets those know who wait for one of its answers: with several
 * instances a key may have stood in line in one of them when another was told of it. Owned by the global thread.
 */
public final class SharedLookupsProcessor implements Processor<LookupKey, @Nullable LookupAnswer, Void, Void> {
    /** Told of each answer that comes while it is news, and how long it is to be believed. Must not throw. */
    public interface Listener {
        void heard(Lookup lookup, String key, KeyResult result, Duration left);
    }

    /** A restore reads all there is; what is older than this was in the store before anybody asked, as a rule. */
    private static final long NEWS_MILLIS = Duration.ofMinutes(1).toMillis();

    /** Far longer than anybody waits whom it is told; a ttl may be longer than nanoseconds can count. */
    private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

    private final Pipeline pipeline;
    private final Listener listener;
    private ProcessorContext<Void, Void> context;
    private KeyValueStore<LookupKey, LookupAnswer> store;

    @SuppressWarnings("NullAway.Init") // init() comes before anything else
    public SharedLookupsProcessor(Pipeline pipeline, Listener listener) {
        this.pipeline = pipeline;
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.context = context;
        store = context.getStateStore(Stores.SHARED_LOOKUPS);
    }

    @Override
    @SuppressWarnings("NullAway") // a null is what takes an answer out of the topic, and of the store
    public void process(Record<LookupKey, @Nullable LookupAnswer> record) {
        LookupAnswer answer = record.value();
        store.put(record.key(), answer);
        // A pipeline may have lost a lookup since its answers were published.
        Lookup lookup = pipeline.lookups().get(record.key().lookup());
        if (lookup != null && answer != null) {
            tell(lookup, record.key().key(), answer);
        }
    }

    private void tell(Lookup lookup, String key, LookupAnswer answer) {
        long now = context.currentSystemTimeMs();
        long left = AnswerCache.millisLeft(lookup, answer, now);
        if (now - answer.at() < NEWS_MILLIS && left > 0) {
            listener.heard(lookup, key, AnswerCache.result(answer), Duration.ofMillis(Math.min(left, LONGEST_MILLIS)));
        }
    }
}
