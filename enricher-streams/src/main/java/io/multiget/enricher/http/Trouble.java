package io.multiget.enricher.http;

import java.util.Locale;

/** Why a call, or one key's part of it, brought no usable answer, and whose fault that may be. */
enum Trouble {
    /** A kept connection had been closed before the API saw the call, or the token had to be renewed: once is free. */
    UNSENT("retries_exhausted", Blame.API),
    /** No token is to be had for the call. */
    NO_TOKEN("denied", Blame.API),
    /** 429. */
    THROTTLED("retries_exhausted", Blame.API_OR_KEY),
    /** No connection, or it broke. */
    UNREACHABLE("retries_exhausted", Blame.API_OR_KEY),
    /** It took too long. */
    TIMED_OUT("retries_exhausted", Blame.API_OR_KEY),
    /** 5xx, 408, 425. */
    UNAVAILABLE("retries_exhausted", Blame.API_OR_KEY),
    /** 401 or 403 for the whole call. */
    DENIED("denied", Blame.API_OR_KEY),
    /** 3xx: never followed. */
    REDIRECT("redirect", Blame.API_OR_KEY),
    /** Found, but the body is not what was declared. */
    BAD_ANSWER("bad_answer", Blame.API_OR_KEY),
    /** Found, but the body is not JSON at all. */
    NOT_JSON("not_json", Blame.API_OR_KEY),
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
        /** The API's, whoever is asked about: the call is repeated for ever. */
        API,
        /** The API's, or one key's that breaks its call: repeated, and nobody is rejected while the API answers nobody. */
        API_OR_KEY,
        /** One of the keys': the batch is split at once until the key is alone, and then it is rejected at once. */
        KEY
    }

    private final String code;
    private final Blame blame;
    private final String word;

    Trouble(String code, Blame blame) {
        this.code = code;
        this.blame = blame;
        this.word = name().toLowerCase(Locale.ROOT);
    }

    /** How a metric names it. */
    String word() {
        return word;
    }

    /** The reject code of a key that ends with this trouble. */
    String code() {
        return code;
    }

    /** Whether it is certain that one of the keys is at fault. */
    boolean isOfKey() {
        return blame == Blame.KEY;
    }

    /**
     * Whether a key may be at fault, if others are answered. Half a batch would be throttled like a whole one, so
     * there it takes more.
     *
     * @param worthBlaming whether the keys are one, or were asked often enough
     */
    boolean maySpeakOfKey(boolean worthBlaming) {
        return blame != Blame.API && (worthBlaming || this != THROTTLED);
    }
}
