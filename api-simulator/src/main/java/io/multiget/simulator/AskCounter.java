package io.multiget.simulator;

import io.multiget.simulator.catalog.SimulatedCatalog;

/**
 * How often each id was asked: open addressing over the 64-bit hashes of the ids, nine bytes a slot.
 *
 * <p>Two ids with one hash would share a count, which ten million ids see with a probability of 3 in a million. The table
 * is cut into parts that grow by themselves, so growing neither stops the server nor needs the memory twice, and no array
 * is large enough to take a region of the heap for itself. When two thirds of the heap would not hold it any longer, new
 * ids are no longer remembered: 12 million fit in 256 MB. Owned by the event loop.
 */
final class AskCounter {
    private static final int PART_BITS = 12;
    private static final int PARTS = 1 << PART_BITS;
    private static final int SLOT_BYTES = Long.BYTES + Byte.BYTES;
    private static final int MOST_TIMES = Byte.MAX_VALUE;

    private final int mostSlotsInPart;
    private Part[] parts;
    private long asked;
    private long distinct;
    private long repeated;
    private long forgotten;

    AskCounter() {
        this(Runtime.getRuntime().maxMemory() * 2 / 3);
    }

    AskCounter(long mostBytes) {
        mostSlotsInPart = (int) Math.min(1 << 16, Long.highestOneBit(mostBytes / SLOT_BYTES / PARTS));
        parts = newParts();
    }

    /**
     * Counts an id and says how often it was asked by now, at most 127 times. An id that is not remembered counts as
     * asked often, so that whatever happens once or twice does not happen to it for ever.
     */
    int ask(String id) {
        asked++;
        long hash = SimulatedCatalog.hash(id);
        int times = parts[(int) (hash >>> (Long.SIZE - PART_BITS))].add(hash == 0 ? 1 : hash, mostSlotsInPart);
        distinct += times == 1 ? 1 : 0;
        repeated += times == 2 ? 1 : 0;
        forgotten += times == 0 ? 1 : 0;
        return times == 0 ? MOST_TIMES : times;
    }

    long asked() {
        return asked;
    }

    long distinct() {
        return distinct;
    }

    /** How many ids were asked more than once. */
    long repeated() {
        return repeated;
    }

    /** How many asks were of ids that were not remembered. */
    long forgotten() {
        return forgotten;
    }

    void reset() {
        parts = newParts();
        asked = 0;
        distinct = 0;
        repeated = 0;
        forgotten = 0;
    }

    private static Part[] newParts() {
        Part[] parts = new Part[PARTS];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new Part();
        }
        return parts;
    }

    private static final class Part {
        private static final int FIRST_SLOTS = 2;

        private long[] hashes = new long[FIRST_SLOTS];
        private byte[] times = new byte[FIRST_SLOTS];
        private int ids;

        /** The new count, or 0 when there is no room for another id. */
        int add(long hash, int mostSlots) {
            int slot = slotOf(hash);
            if (hashes[slot] == 0) {
                if (isFull() && hashes.length >= mostSlots) {
                    return 0;
                }
                slot = isFull() ? grow(hash) : slot;
                hashes[slot] = hash;
                ids++;
            }
            times[slot] = (byte) Math.min(MOST_TIMES, times[slot] + 1);
            return times[slot];
        }

        private boolean isFull() {
            return (ids + 1) * 4L > hashes.length * 3L;
        }

        private int slotOf(long hash) {
            int mask = hashes.length - 1;
            int slot = (int) hash & mask;
            while (hashes[slot] != 0 && hashes[slot] != hash) {
                slot = slot + 1 & mask;
            }
            return slot;
        }

        /** Doubles the table and says where {@code hash} belongs now. */
        private int grow(long hash) {
            long[] oldHashes = hashes;
            byte[] oldTimes = times;
            hashes = new long[oldHashes.length * 2];
            times = new byte[oldTimes.length * 2];
            for (int i = 0; i < oldHashes.length; i++) {
                if (oldHashes[i] != 0) {
                    int slot = slotOf(oldHashes[i]);
                    hashes[slot] = oldHashes[i];
                    times[slot] = oldTimes[i];
                }
            }
            return slotOf(hash);
        }
    }
}
