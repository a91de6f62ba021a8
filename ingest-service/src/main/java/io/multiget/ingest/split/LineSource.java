package io.multiget.ingest.split;

import io.multiget.contract.Upload.Splitting;
import io.multiget.ingest.kafka.Transaction;
import java.io.Closeable;
import java.io.IOException;

/**
 * Where an attempt's lines come from: the spooled file, or the records topic for a replay. Gives them in the same order
 * every time. Owned by one thread at a time.
 */
interface LineSource extends Closeable {
    /**
     * Sends the next lines.
     *
     * @param most lines to hand to the topology at most, at least 1
     * @param deadlineNanos when to stop, by {@link System#nanoTime()}
     * @return whether there is more
     */
    boolean send(Transaction transaction, long most, long deadlineNanos) throws IOException;

    /**
     * How far the attempt is with the lines that this transaction sent, once they are acknowledged.
     *
     * @param before how far it was when the transaction began
     */
    Splitting advance(Splitting before, Transaction transaction);
}
