package io.multiget.contract;

/** Offsets of one partition, both included. */
public record OffsetRange(long first, long last) {
    /** The smallest range that holds this one and the offset. */
    public OffsetRange with(long offset) {
        return new OffsetRange(Math.min(first, offset), Math.max(last, offset));
    }
}
