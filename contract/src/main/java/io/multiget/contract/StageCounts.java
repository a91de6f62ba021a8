package io.multiget.contract;

import org.jspecify.annotations.Nullable;

/**
 * One lookup's entry of an upload's status: the tasks' {@link LookupCounts}, added up, and what they are to be measured
 * by.
 *
 * @param minimumCalls the fewest calls that could have asked about so many keys; absent for a lookup that the pipeline no
 *     longer has, and in a status of before it was counted
 */
public record StageCounts(
        String name,
        long calls,
        @Nullable Long minimumCalls,
        long cacheHits,
        long retries,
        long throttled,
        long notFound,
        long asked) {
    /** @param keysPerCall absent: not known */
    public static StageCounts of(LookupCounts counts, @Nullable Integer keysPerCall) {
        return new StageCounts(
                counts.name(),
                counts.calls(),
                keysPerCall == null ? null : minimumCalls(counts.asked(), keysPerCall),
                counts.cacheHits(),
                counts.retries(),
                counts.throttled(),
                counts.notFound(),
                counts.asked());
    }

    private static long minimumCalls(long keys, int keysPerCall) {
        return (keys + keysPerCall - 1) / keysPerCall;
    }

    /** What the tasks counted. */
    public LookupCounts counts() {
        return new LookupCounts(name, calls, cacheHits, retries, throttled, notFound, asked);
    }
}
