package io.multiget.enricher.lookup;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.json.LookupAnswerSerde;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How many answers a second one task keeps and finds again; without the changelog, which costs a record more a put. */
@State(Scope.Benchmark)
public class TaskCacheBenchmark {
    private static final int KEYS = 100_000;
    private static final long SEED = 1;
    private static final long NOW = 1_700_000_000_000L;
    private static final LookupAnswer ANSWER = LookupAnswer.found(
            Map.of(
                    "price", new BigDecimal("129999.90"),
                    "start_time", "2017-08-16T01:51:41Z",
                    "category_id", "MLA1055",
                    "currency_id", "ARS",
                    "seller_id", 2000000137L),
            NOW);

    @Param({"memory", "rocksdb"})
    private String kept;

    private final Lookup lookup = PipelineLoader.load(Path.of("../pipelines/mercadolibre.yaml"), name -> null)
            .lookup("item");
    private final List<String> keys = new Random(SEED)
            .ints(KEYS, 600_000_000, 1_500_000_000)
            .mapToObj(id -> "MLA" + id)
            .toList();
    private TopologyTestDriver driver;
    private TaskCache cache;
    private int next;

    @Setup
    public void fill() {
        driver = new TopologyTestDriver(new Topology()
                .addSource("records", new StringDeserializer(), new StringDeserializer(), "records")
                .addProcessor("lookup", Idle::new, "records")
                .addStateStore(store().withLoggingDisabled(), "lookup"));
        KeyValueStore<String, LookupAnswer> store = driver.getKeyValueStore(Stores.cache(lookup));
        cache = new TaskCache(lookup, store, CacheMeter.NONE);
        keys.forEach(key -> cache.put(key, ANSWER));
        store.flush();
    }

    private StoreBuilder<?> store() {
        return kept.equals("rocksdb")
                ? Stores.cacheStore(lookup)
                : org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(Stores.cache(lookup)),
                        Serdes.String(),
                        new LookupAnswerSerde());
    }

    @TearDown
    public void close() {
        driver.close();
    }

    @Benchmark
    public void put() {
        cache.put(nextKey(), ANSWER);
    }

    @Benchmark
    public LookupAnswer get() {
        return cache.get(nextKey(), NOW).orElseThrow();
    }

    private String nextKey() {
        next = (next + 1) % KEYS;
        return keys.get(next);
    }

    /** The store's owner. */
    private static final class Idle implements Processor<String, String, Void, Void> {
        @Override
        public void process(Record<String, String> record) {}
    }
}
