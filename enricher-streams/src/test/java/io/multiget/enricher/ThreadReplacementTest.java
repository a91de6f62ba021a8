package io.multiget.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {
    private final ThreadReplacement replacement = new ThreadReplacement("shop");

    @Test
    void shouldReplaceEveryThreadThatDiesUntilItIsNoBadLuck() {
        assertThat(IntStream.range(0, ThreadReplacement.MOST)
                        .mapToObj(i -> replacement.handle(
                                i % 2 == 0 ? new StackOverflowError() : new IllegalStateException("in a punctuator"))))
                .containsOnly(StreamThreadExceptionResponse.REPLACE_THREAD);

        assertThat(replacement.handle(new IllegalStateException("once more")))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    }
}
