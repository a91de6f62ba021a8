package io.multiget.contract.pipeline;

import java.util.List;

/**
 * What a status code means. A code in no list is refused: the key is rejected as {@code refused} when it is asked alone.
 *
 * @param found the body answers
 * @param notFound there is no such key
 * @param retry the API is briefly unable
 * @param denied the token does not suffice
 */
public record Classify(
        List<StatusRange> found, List<StatusRange> notFound, List<StatusRange> retry, List<StatusRange> denied) {
    public static final Classify DEFAULT = new Classify(
            List.of(new StatusRange(200, 200), new StatusRange(206, 206)),
            List.of(new StatusRange(404, 404)),
            List.of(
                    new StatusRange(408, 408),
                    new StatusRange(425, 425),
                    new StatusRange(429, 429),
                    new StatusRange(500, 599)),
            List.of(new StatusRange(401, 401), new StatusRange(403, 403)));

    public Classify {
        found = List.copyOf(found);
        notFound = List.copyOf(notFound);
        retry = List.copyOf(retry);
        denied = List.copyOf(denied);
    }

    /** Status codes from {@code first} to {@code last}, both included; {@code 5xx} is 500 to 599. */
    public record StatusRange(int first, int last) {
        public boolean contains(int status) {
            return first <= status && status <= last;
        }
    }

    /** What the code means. */
    public Meaning of(int status) {
        if (holds(found, status)) {
            return Meaning.FOUND;
        }
        if (holds(notFound, status)) {
            return Meaning.NOT_FOUND;
        }
        if (holds(retry, status)) {
            return Meaning.RETRY;
        }
        return holds(denied, status) ? Meaning.DENIED : Meaning.REFUSED;
    }

    private static boolean holds(List<StatusRange> ranges, int status) {
        return ranges.stream().anyMatch(range -> range.contains(status));
    }

    /** The meanings a status code can have. */
    public enum Meaning {
        FOUND,
        NOT_FOUND,
        RETRY,
        DENIED,
        REFUSED
    }
}
