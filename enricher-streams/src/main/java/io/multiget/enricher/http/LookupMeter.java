package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Lookup;
import java.util.List;

/**
 * Told what the lookup client does, so that it can be seen from outside. Called by one thread at a time and in the
 * order of the events; must not block. It is told, never asked: what an implementation shows cannot change what is done.
 */
public interface LookupMeter {
    /** Nobody looks. */
    LookupMeter NONE = new LookupMeter() {
        @Override
        public void joined(Lookup lookup) {}

        @Override
        public void sent(Lookup lookup, int keys, int newKeys) {}

        @Override
        public void landed(Lookup lookup, Landing landing) {}

        @Override
        public void ended(Lookup lookup, KeyResult result) {}

        @Override
        public void heard(Lookup lookup) {}

        @Override
        public void dropped(Lookup lookup) {}

        @Override
        public void levels(List<ApiLevel> apis) {}
    };

    /** A question was asked about a key that is on its way already, and shares its answer. */
    void joined(Lookup lookup);

    /**
     * A call goes out.
     *
     * @param keys that wait for it; none for a probe that asks for a key known to be good
     * @param newKeys those of them that were in no call before
     */
    void sent(Lookup lookup, int keys, int newKeys);

    /** What a call has brought is understood. */
    void landed(Lookup lookup, Landing landing);

    /** A key has its result. */
    void ended(Lookup lookup, KeyResult result);

    /** A key has the result that another instance was told of it, and was not asked here, or to no end. */
    void heard(Lookup lookup);

    /** A key will not be asked, as nobody waits for it any more. */
    void dropped(Lookup lookup);

    /** What things stand at; told after each step, at least ten times a second. */
    void levels(List<ApiLevel> apis);

    /**
     * How a call ended.
     *
     * @param outcome {@code answered}, or one word for what was wrong
     * @param retry whether every key in it had been in a call before
     * @param strangers elements of the answer about keys that nobody asked for
     * @param nanos from the call's departure until a good answer was here, or it was clear what had gone wrong
     */
    record Landing(String outcome, boolean retry, int strangers, long nanos) {
        /** The API answered, whatever it said about the keys. */
        public static final String ANSWERED = "answered";

        static Landing of(Flight flight, CallResult result, long returnedAt) {
            boolean retry = flight.group().filter(KeyGroup::isRetry).isPresent();
            long nanos = returnedAt - flight.sentAt();
            if (result instanceof CallResult.Failed failed) {
                return new Landing(failed.trouble().word(), retry, 0, nanos);
            }
            return new Landing(ANSWERED, retry, ((CallResult.Answered) result).strangers(), nanos);
        }

        /** Whether the API said "too many requests". */
        public boolean isThrottled() {
            return outcome.equals(Trouble.THROTTLED.word());
        }
    }
}
