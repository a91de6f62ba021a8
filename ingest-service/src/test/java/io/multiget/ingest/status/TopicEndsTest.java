package io.multiget.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class TopicEndsTest {
    private static final TopicPartition UPLOADS = new TopicPartition("uploads", 0);

    private final Deque<CompletableFuture<Map<TopicPartition, Long>>> questions = new ArrayDeque<>();
    private final TopicEnds ends = new TopicEnds(() -> {
        CompletableFuture<Map<TopicPartition, Long>> question = new CompletableFuture<>();
        questions.add(question);
        return question;
    });

    @Test
    void shouldNotAnswerWithAQuestionThatWasPutBefore() {
        var first = ends.asOfNow();
        var second = ends.asOfNow();

        questions.remove().complete(Map.of(UPLOADS, 10L));

        assertThat(first).isCompletedWithValue(Map.of(UPLOADS, 10L));
        assertThat(second).isNotDone();

        questions.remove().complete(Map.of(UPLOADS, 11L));

        assertThat(second).isCompletedWithValue(Map.of(UPLOADS, 11L));
    }

    @Test
    void shouldPutOneQuestionForAllWhoWait() {
        ends.asOfNow();
        var waiting = ends.asOfNow();

        assertThat(ends.asOfNow()).isSameAs(waiting);
        assertThat(questions).hasSize(1);
    }

    @Test
    void shouldAskAgainAfterAFailure() {
        var failed = ends.asOfNow();
        questions.remove().completeExceptionally(new TimeoutException("gone"));
        var next = ends.asOfNow();
        questions.remove().complete(Map.of(UPLOADS, 12L));

        assertThat(failed).isCompletedExceptionally();
        assertThat(next).isCompletedWithValue(Map.of(UPLOADS, 12L));
    }
}
