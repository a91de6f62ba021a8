package io.multiget.enricher;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupKey;
import io.multiget.contract.PipelineTopics;
import io.multiget.contract.RecordEvent;
import io.multiget.contract.RowKey;
import io.multiget.contract.RowOutcome;
import io.multiget.contract.Topic;
import io.multiget.contract.Topics;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.Stage;
import io.multiget.enricher.http.Lookups;
import io.multiget.enricher.lookup.CacheMeter;
import io.multiget.enricher.lookup.CancelsProcessor;
import io.multiget.enricher.lookup.Enrichment;
import io.multiget.enricher.lookup.FinishProcessor;
import io.multiget.enricher.lookup.LookupStageProcessor;
import io.multiget.enricher.lookup.SharedAnswers;
import io.multiget.enricher.lookup.SharedLookupsProcessor;
import io.multiget.enricher.lookup.StartProcessor;
import io.multiget.enricher.lookup.Stores;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The wiring, in the order in which a line travels: start, one processor a stage, finish. Every processor, store and
 * topic is named by hand, as names are the upgrade path.
 */
final class EnricherTopology {
    private static final String START = "start";
    private static final String FINISH = "finish";
    private static final String ROWS = "rows";
    private static final String PROGRESS = "progress";
    private static final String SHARED = "lookups";
    private static final String DEAD_LETTERS = "dead-letters";

    private final Pipeline pipeline;
    private final PipelineTopics topics;
    private final Lookups lookups;
    private final CacheMeter meter;
    private final SharedAnswers recent = new SharedAnswers();

    /** A topology that nobody looks at. */
    EnricherTopology(Pipeline pipeline, PipelineTopics topics, Lookups lookups) {
        this(pipeline, topics, lookups, CacheMeter.NONE);
    }

    EnricherTopology(Pipeline pipeline, PipelineTopics topics, Lookups lookups, CacheMeter meter) {
        this.pipeline = pipeline;
        this.topics = topics;
        this.lookups = lookups;
        this.meter = meter;
    }

    Topology build() {
        Topology topology = new Topology();
        List<String> names = names();
        Topic<LookupKey, LookupAnswer> shared = topics.lookups();
        topology.addGlobalStore(
                Stores.sharedStore(),
                "shared-lookups",
                shared.key().deserializer(),
                shared.value().deserializer(),
                shared.name(),
                "keep-lookups",
                () -> new SharedLookupsProcessor(pipeline, lookups::heard));
        topology.addGlobalStore(
                Stores.cancelsStore(),
                "uploads",
                Topics.UPLOADS.key().deserializer(),
                CancelsProcessor.reader(),
                Topics.UPLOADS.name(),
                "keep-cancels",
                () -> new CancelsProcessor(pipeline.name()));

        source(topology, "records", topics.records());
        topology.addProcessor(START, start(names.get(1)), "records");
        List<String> stages = names.subList(1, names.size() - 1);
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = pipeline.stages().get(i);
            topology.addProcessor(names.get(i + 1), lookup(stage, names.get(i + 2)), names.get(i))
                    .addStateStore(Stores.pendingStore(stage), names.get(i + 1));
            ownCaches(stage).forEach(cache -> topology.addStateStore(Stores.cacheStore(cache), nameOf(stage)));
        }
        topology.addProcessor(FINISH, finish(), names.get(names.size() - 2))
                .addStateStore(Stores.progressStore(), names.toArray(String[]::new))
                .addStateStore(Stores.progressBook(), names.toArray(String[]::new));

        sink(topology, ROWS, topics.rows(), FINISH);
        sink(topology, PROGRESS, Topics.UPLOAD_PROGRESS, START);
        sink(topology, SHARED, topics.lookups(), stages.toArray(String[]::new));
        sink(
                topology,
                DEAD_LETTERS,
                topics.deadLetters(),
                names.subList(0, names.size() - 1).toArray(String[]::new));
        return topology;
    }

    /** The processors' names in order. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        names.add(START);
        pipeline.stages().forEach(stage -> names.add(nameOf(stage)));
        names.add(FINISH);
        return names;
    }

    private static String nameOf(Stage stage) {
        return "lookup-" + stage.name();
    }

    private List<Lookup> ownCaches(Stage stage) {
        return stage.lookups().stream()
                .map(pipeline::lookup)
                .filter(pipeline::isKeyedLikeRecords)
                .toList();
    }

    private ProcessorSupplier<String, RecordEvent, Object, Object> start(String next) {
        return () ->
                new StartProcessor(pipeline.name(), lookups, new StartProcessor.Outlets(next, PROGRESS, DEAD_LETTERS));
    }

    private ProcessorSupplier<String, Enrichment, Object, Object> lookup(Stage stage, String next) {
        return () -> new LookupStageProcessor(
                pipeline, stage, lookups, recent, new LookupStageProcessor.Outlets(next, SHARED, DEAD_LETTERS), meter);
    }

    private ProcessorSupplier<String, Enrichment, RowKey, RowOutcome> finish() {
        return () -> new FinishProcessor(pipeline.output());
    }

    private static <K, V> void source(Topology topology, String name, Topic<K, V> topic) {
        topology.addSource(name, topic.key().deserializer(), topic.value().deserializer(), topic.name());
    }

    private static <K, V> void sink(Topology topology, String name, Topic<K, V> topic, String... parents) {
        topology.addSink(
                name, topic.name(), topic.key().serializer(), topic.value().serializer(), parents);
    }
}
