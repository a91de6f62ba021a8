package io.multiget.enricher.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What an answer means for the call's keys. */
sealed interface CallResult {
    /** The same, but that an answer which says of each key "not now" has answered nobody, and is a call that failed. */
    default CallResult meaning() {
        return this;
    }

    /**
     * The API answered.
     *
     * @param answers one for each key of the call
     * @param strangers elements about keys that nobody asked for; ignored
     */
    record Answered(Map<String, KeyAnswer> answers, int strangers) implements CallResult {
        @Override
        public CallResult meaning() {
            KeyAnswer.Again first = null;
            for (KeyAnswer answer : answers.values()) {
                if (!(answer instanceof KeyAnswer.Again again)) {
                    return this;
                }
                first = first == null ? again : first;
            }
            return first == null ? this : new Failed(first.trouble(), first.detail(), Optional.empty());
        }
    }

    /**
     * The call as a whole failed.
     *
     * @param detail for a person; holds no secret
     * @param retryAfter what the API asked for, not clamped
     */
    record Failed(Trouble trouble, String detail, Optional<Duration> retryAfter) implements CallResult {}

    /** One key's part of an answer. */
    sealed interface KeyAnswer {
        /** It is final. */
        record Final(KeyResult result) implements KeyAnswer {}

        /** The API could not answer this key just now. */
        record Again(Trouble trouble, String detail) implements KeyAnswer {}

        /**
         * The answer does not say enough about this key; asked alone it may.
         *
         * @param code the reject code when it does not
         */
        record Unclear(String code, String detail) implements KeyAnswer {}
    }
}
