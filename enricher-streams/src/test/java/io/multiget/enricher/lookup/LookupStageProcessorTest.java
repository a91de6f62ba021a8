package io.multiget.enricher.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.RecordEvent;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.Stage;
import io.multiget.enricher.TestPipelines;
import io.multiget.enricher.http.ApiWait;
import io.multiget.enricher.http.Asker;
import io.multiget.enricher.http.KeyResult;
import io.multiget.enricher.http.Lookups;
import io.multiget.enricher.http.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** What the driver of a whole topology cannot do to a processor: take its task away and give it back. */
class LookupStageProcessorTest {
    private static final UUID UPLOAD = UUID.fromString("00000000-0000-0000-0000-00000000000a");

    private final Pipeline pipeline = TestPipelines.books();
    private final Stage stage = pipeline.stages().get(0);
    private final List<Asker> askers = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();
    private final MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
    private final LookupStageProcessor processor = new LookupStageProcessor(
            pipeline,
            stage,
            new Listening(),
            new SharedAnswers(),
            new LookupStageProcessor.Outlets("next", "lookups", "dead-letters"),
            CacheMeter.NONE);

    LookupStageProcessorTest() {
        context.setCurrentSystemTimeMs(0);
        TaskStores stores = new TaskStores(pipeline);
        List.of(Stores.pending(stage), Stores.PROGRESS, Stores.PROGRESS_BOOK, Stores.cache(pipeline.lookup("book")))
                .forEach(name -> context.addStateStore(stores.store(name)));
        context.addStateStore(TaskStores.cancels());
    }

    @Test
    void shouldAskAndHearAfterItsTaskWasTakenAwayAndGivenBack() {
        processor.init(context);
        processor.close();
        processor.init(context);

        processor.process(line(1));
        askers.get(0).answered(questions.get(0), new KeyResult.NotFound(), true);
        punctuate();

        assertThat(askers.get(0).isGone()).isFalse();
        assertThat(context.forwarded()).hasSize(1);
    }

    @Test
    void shouldAskAnewAboutWhatWaitedWhenItsTaskIsGivenBack() {
        processor.init(context);
        processor.process(line(1));
        processor.close();
        processor.init(context);

        punctuate();
        askers.get(0).answered(questions.get(0), new KeyResult.NotFound(), true);
        askers.get(1).answered(questions.get(1), new KeyResult.NotFound(), true);
        punctuate();

        assertThat(askers.get(0).isGone()).isTrue();
        assertThat(context.forwarded()).hasSize(1);
    }

    private static Record<String, Enrichment> line(long row) {
        RecordEvent event = new RecordEvent(UPLOAD, 1, row, row + 1, "A,7", Map.of("shelf", "A", "id", 7L), false);
        return new Record<>("A7", Enrichment.of(event), 0L);
    }

    private void punctuate() {
        List.copyOf(context.scheduledPunctuators()).stream()
                .filter(punctuator -> !punctuator.cancelled())
                .forEach(punctuator -> punctuator.getPunctuator().punctuate(0));
    }

    private final class Listening implements Lookups {
        @Override
        public void ask(Question question, Asker asker) {
            questions.add(question);
            askers.add(asker);
        }

        @Override
        public void withdrawn() {}

        @Override
        public void started(Object task) {}

        @Override
        public void ended(Object task) {}

        @Override
        public void expect(Object upload, boolean last) {}

        @Override
        public void remember(Question good) {}

        @Override
        public void heard(Lookup lookup, String key, KeyResult result, Duration left) {}

        @Override
        public List<ApiWait> waiting() {
            return List.of();
        }
    }
}
