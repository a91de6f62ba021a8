package io.multiget.enricher.lookup;

import io.multiget.enricher.http.Asker;
import io.multiget.enricher.http.KeyResult;
import io.multiget.enricher.http.Question;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where answers for one incarnation of a task wait for its stream thread. The lookup client's thread puts letters in;
 * the stream thread takes them out. Once closed it takes no more: the task is gone, and whoever runs it next asks anew
 * with a mailbox of its own.
 */
final class Mailbox {
    /** What the client has to say about one line's question. */
    sealed interface Letter {
        PendingKey addressee();

        Question question();
    }

    /** @param first whether this letter's reader has to remember the answer for everybody */
    record Answer(PendingKey addressee, Question question, KeyResult result, boolean first) implements Letter {}

    record Bill(PendingKey addressee, Question question, Asker.CallCount count) implements Letter {}

    private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    /** Somebody who asks on behalf of that line. */
    LineAsker asker(PendingKey line) {
        return new LineAsker(line);
    }

    /** Asks for one line. Withdrawn by the stream thread, which the client's thread sees. */
    final class LineAsker implements Asker {
        private final PendingKey line;
        private volatile boolean withdrawn;

        private LineAsker(PendingKey line) {
            this.line = line;
        }

        /** The line does not wait any more. */
        void withdraw() {
            withdrawn = true;
        }

        @Override
        public void answered(Question question, KeyResult result, boolean first) {
            put(new Answer(line, question, result, first));
        }

        @Override
        public void called(Question question, CallCount count) {
            put(new Bill(line, question, count));
        }

        @Override
        public boolean isGone() {
            return closed;
        }

        @Override
        public boolean isWithdrawn() {
            return withdrawn;
        }
    }

    private void put(Letter letter) {
        if (!closed) {
            letters.add(letter);
        }
    }

    boolean isEmpty() {
        return letters.isEmpty();
    }

    @Nullable
    Letter poll() {
        return letters.poll();
    }

    /** Waits for a letter, at most so long; null when none came. */
    @Nullable
    Letter poll(long millis) {
        try {
            return letters.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    void close() {
        closed = true;
        letters.clear();
    }
}
