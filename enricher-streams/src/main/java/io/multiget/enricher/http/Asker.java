package io.multiget.enricher.http;

/**
 * Who waits for an answer. Called on the client's thread, so an implementation only puts what it is told into a queue.
 */
public interface Asker {
    /**
     * The question has its result; told once a question asked.
     *
     * @param first whether this asker's question is the one that was asked; the others share its answer
     */
    void answered(Question question, KeyResult result, boolean first);

    /** A call went out that is put on this asker's account; told zero or more times, before the answer. */
    void called(Question question, CallCount count);

    /** Whether nobody listens any more; such an asker's questions need not be asked. */
    boolean isGone();

    /**
     * Whether the answer is not needed any more: such an asker's questions need not be asked, but an answer that comes all
     * the same is told, as it is worth remembering.
     */
    boolean isWithdrawn();

    /** What one call adds to the books. */
    record CallCount(int calls, int retries, int throttled) {}
}
