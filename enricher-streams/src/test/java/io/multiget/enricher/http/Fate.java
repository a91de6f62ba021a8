package io.multiget.enricher.http;

/** What the simulated API has for whoever asks about a key. */
enum Fate {
    FOUND,
    /** There is no such key. */
    UNKNOWN,
    /** Fails a few times, fewer than a key has chances, then is found. */
    FLAKY,
    /** Fails for ever, where the answer is right for others. */
    BROKEN,
    /** Found when it is asked alone; in company its element is missing. */
    SHY,
    /** Its element is always missing. */
    MISSING,
    /** Every call it is in is refused. */
    REFUSED,
    /** Every call it is in fails, as if the API were down. */
    BREAKS_CALLS,
    /** The same, until the trouble is over. */
    BREAKS_CALLS_FOR_A_WHILE;

    /** Whether a row may hold what the API has for the key. */
    boolean isFound() {
        return this == FOUND || this == FLAKY || this == SHY || this == BREAKS_CALLS_FOR_A_WHILE;
    }

    /** Whether only answers about others tell it from an API that answers nobody. */
    boolean looksLikeAnOutage() {
        return this == BREAKS_CALLS || this == BROKEN;
    }

    /** Whether it takes a multiget to have it. */
    boolean isOfElement() {
        return this == SHY || this == MISSING;
    }
}
