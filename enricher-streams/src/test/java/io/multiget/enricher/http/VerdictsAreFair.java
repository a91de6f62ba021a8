package io.multiget.enricher.http;

import io.multiget.contract.LookupKey;
import java.util.Set;

/**
 * What is said about a key is what the API has for it. A key is given up as its fate says, or after as many failures of
 * its own as it has chances; calls that failed because the API answered nobody are none of them. The last one of them is
 * followed by an answer to somebody else, as it may have been the first sign of an outage.
 */
final class VerdictsAreFair implements EnginePromise {
    private final Market market;
    private final Journeys journeys;

    /** Keys that may be given up for bad luck; of all engines. */
    private final Set<LookupKey> unlucky;

    VerdictsAreFair(Market market, Journeys journeys, Set<LookupKey> unlucky) {
        this.market = market;
        this.journeys = journeys;
        this.unlucky = unlucky;
    }

    @Override
    public void answered(Asking asking, KeyResult result, long now) {
        Question question = asking.question();
        String key = question.key();
        Fate fate = market.fate(question.lookup().name(), key);
        if (result instanceof KeyResult.Found found) {
            Broken.when(!fate.isFound(), "%s is %s, and was found", key, fate);
            String name = String.valueOf(found.fields().get("name"));
            Broken.when(!name.equals(Market.nameOf(key)), "%s was found as %s", key, name);
        } else if (result instanceof KeyResult.NotFound) {
            Broken.when(fate != Fate.UNKNOWN, "%s is %s, and was not found", key, fate);
        } else if (result instanceof KeyResult.Failed failed) {
            judge(question, fate, failed);
        }
    }

    private void judge(Question question, Fate fate, KeyResult.Failed failed) {
        boolean fated = Set.of("refused", "missing_in_answer").contains(failed.code());
        if (fated) {
            boolean fair = fate == (failed.code().equals("refused") ? Fate.REFUSED : Fate.MISSING);
            Broken.when(!fair, "%s is %s, and was given up as %s", question.key(), fate, failed.code());
            return;
        }
        journeys.of(question).ifPresent(journey -> {
            int chances = chances(question);
            Broken.when(
                    journey.failures() < chances && !journey.takenUp,
                    "%s is %s, and was given up as %s (%s) after %d failures of its own, with %d chances",
                    question.key(),
                    fate,
                    failed.code(),
                    failed.reason(),
                    journey.failures(),
                    chances);
            Broken.when(
                    !journeys.isOthersAnsweredSince(question),
                    "%s was given up as %s, and nobody else was answered since it failed",
                    question.key(),
                    failed.code());
            Broken.when(
                    journey.tries != failed.tries() && !journey.takenUp,
                    "%s was in %d calls, and %d are told",
                    question.key(),
                    journey.tries,
                    failed.tries());
        });
        unlucky.add(new LookupKey(question.lookup().name(), question.key()));
    }

    private int chances(Question question) {
        return market.pipeline().apiOf(question.lookup()).retry().attempts();
    }
}
