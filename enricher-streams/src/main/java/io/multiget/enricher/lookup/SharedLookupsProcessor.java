package io.multiget.enricher.lookup;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupKey;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the shared topic in the global store as it is: a restore copies the topic without asking anybody. */
public final class SharedLookupsProcessor implements Processor<LookupKey, LookupAnswer, Void, Void> {
    private KeyValueStore<LookupKey, LookupAnswer> store;

    @SuppressWarnings("NullAway.Init") // init() comes before anything else
    public SharedLookupsProcessor() {}

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(Stores.SHARED_LOOKUPS);
    }

    @Override
    public void process(Record<LookupKey, LookupAnswer> record) {
        store.put(record.key(), record.value());
    }
}
