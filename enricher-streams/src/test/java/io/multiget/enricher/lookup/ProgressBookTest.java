package io.multiget.enricher.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressBookTest {
    private static final AttemptKey ATTEMPT = new AttemptKey(new UUID(0, 1), 1);

    private final SortedStore<AttemptKey, Progress> store =
            new SortedStore<>(Stores.PROGRESS, Comparator.comparing(AttemptKey::attempt), p -> copy(p));
    private final MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
    private final ProgressBook book = new ProgressBook();

    ProgressBookTest() {
        context.addStateStore(store);
        context.addStateStore(book);
    }

    @Test
    void shouldHaveWrittenEveryChangeWhenTheOutermostCallEnds() {
        ProgressBook first = ProgressBook.of(context);
        ProgressBook next = ProgressBook.of(context);

        first.during(() -> {
            count(first);
            next.during(() -> count(next));
            assertThat(store.get(ATTEMPT)).isNull();
        });

        assertThat(enriched()).isEqualTo(2);
    }

    @Test
    void shouldWriteAtOnceWhatIsNoPartOfACall() {
        count(ProgressBook.of(context));

        assertThat(enriched()).isEqualTo(1);
    }

    @Test
    void shouldBeginAgainWithWhatWasCommittedAfterACallThatFailed() {
        ProgressBook earlier = ProgressBook.of(context);
        count(earlier);
        try {
            earlier.during(() -> {
                count(earlier);
                throw new IllegalStateException("the task dies");
            });
        } catch (IllegalStateException expected) {
            assertThat(enriched()).isEqualTo(1);
        }

        count(ProgressBook.of(context));

        assertThat(enriched()).isEqualTo(2);
    }

    @Test
    void shouldCallSettledOnlyWhatHasNothingPendingAndStandsStill() {
        ProgressBook counting = ProgressBook.of(context);
        List<AttemptKey> told = new ArrayList<>();
        BiPredicate<AttemptKey, Progress> tell = (attempt, progress) -> told.add(attempt);

        counting.update(ATTEMPT, 1_000, p -> p.pending++);
        assertThat(counting.tellSettled(2_000, tell)).isFalse();
        counting.update(ATTEMPT, 1_500, p -> p.pending--);
        assertThat(counting.tellSettled(1_499, tell)).isFalse();
        assertThat(told).isEmpty();

        assertThat(counting.tellSettled(1_500, tell)).isTrue();
        assertThat(counting.tellSettled(2_000, tell)).isFalse();
        assertThat(told).containsExactly(ATTEMPT);
    }

    private void count(ProgressBook counting) {
        counting.update(ATTEMPT, 0, p -> p.enriched++);
    }

    private long enriched() {
        Progress written = store.get(ATTEMPT);
        return written == null ? 0 : written.enriched;
    }

    private static Progress copy(Progress progress) {
        @Nullable
        Progress copy = StoreSerdes.progress()
                .deserializer()
                .deserialize("", StoreSerdes.progress().serializer().serialize("", progress));
        assertThat(copy).isNotNull();
        return copy;
    }
}
