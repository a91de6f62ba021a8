package io.multiget.enricher.http;

/** Why a call, or one key's part of it, brought no usable answer, and whose fault that may be. */
enum Trouble {
    /** No connection, or it broke, or it took too long. */
    UNREACHABLE("retries_exhausted", Blame.WORLD),
    /** 5xx, 408, 425. */
    UNAVAILABLE("retries_exhausted", Blame.WORLD),
    /** 429. */
    THROTTLED("retries_exhausted", Blame.WORLD),
    /** 401 or 403 for the whole call. */
    DENIED("denied", Blame.WORLD),
    /** 3xx: never followed. */
    REDIRECT("redirect", Blame.WORLD),
    /** Found, but the body is not what was declared. */
    BAD_ANSWER("bad_answer", Blame.WORLD),
    /** Found, but the body is not JSON at all. */
    NOT_JSON("not_json", Blame.WORLD),
    /** Any other 4xx: something in the call is not to the API's liking. */
    REFUSED("refused", Blame.KEY),
    /** The answer is larger than the cap. */
    ANSWER_TOO_LARGE("answer_too_large", Blame.KEY),
    /** The answer nests too deep or holds a number too long to be read. */
    BAD_VALUE("bad_value", Blame.KEY),
    /** A batch as a whole was "not found". */
    BATCH_NOT_FOUND("not_found", Blame.KEY);

    /** Whose fault it may be. */
    private enum Blame {
        /** The API's: the call is repeated, and nobody is rejected while the API answers nobody. */
        WORLD,
        /** One of the keys': the batch is split at once until the key is alone, and then it is rejected at once. */
        KEY
    }

    private final String code;
    private final Blame blame;

    Trouble(String code, Blame blame) {
        this.code = code;
        this.blame = blame;
    }

    /** The reject code of a key that ends with this trouble. */
    String code() {
        return code;
    }

    boolean isOfKey() {
        return blame == Blame.KEY;
    }
}
