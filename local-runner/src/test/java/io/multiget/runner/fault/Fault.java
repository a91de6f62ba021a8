package io.multiget.runner.fault;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that goes wrong for a while. Drawn before a run, so that the plan can be told; it meets the system only when it
 * strikes.
 *
 * @param name what happens to what
 * @param lasts between strike and lift
 * @param losses how many enrichers may lose the answers they were given and ask again
 * @param hides whether the API's own clock says nothing about when a call was sent meanwhile
 * @param retryAfterSeconds what the API tells who calls meanwhile; 0 for nothing
 * @param told what the status has to say meanwhile; absent where it need not say anything
 * @param stopsLongAnswers whether short answers of the API come through and long ones do not, so that these look to be bad
 */
record Fault(
        String name,
        Duration lasts,
        int losses,
        boolean hides,
        int retryAfterSeconds,
        Optional<Told> told,
        boolean stopsLongAnswers,
        Step strike,
        Step lift) {
    Fault(String name, Duration lasts, int losses, boolean hides, Step strike, Step lift) {
        this(name, lasts, losses, hides, 0, Optional.empty(), false, strike, lift);
    }

    /**
     * @param on what is waited for, as the status names it
     * @param within how soon after the strike it has to say so; absent where once in the whole run will do
     */
    record Told(String on, Optional<Duration> within) {}

    /** This fault, of which the status has to say once that it is waited for. */
    Fault waitedFor(String on) {
        return waitedFor(new Told(on, Optional.empty()));
    }

    /** This fault, of which the status has to say so soon that it is waited for. */
    Fault waitedFor(String on, Duration within) {
        return waitedFor(new Told(on, Optional.of(within)));
    }

    private Fault waitedFor(Told what) {
        Optional<Told> due = Optional.of(what);
        return new Fault(name, lasts, losses, hides, retryAfterSeconds, due, stopsLongAnswers, strike, lift);
    }

    /** This fault, through which only short answers of the API come or not. */
    Fault stoppingLongAnswers(boolean stops) {
        return new Fault(name, lasts, losses, hides, retryAfterSeconds, told, stops, strike, lift);
    }

    static final Step NOTHING = site -> {};

    /** One thing done to a system. */
    interface Step {
        void on(Site site) throws Exception;

        default Step then(Step next) {
            return site -> {
                on(site);
                next.on(site);
            };
        }
    }

    @Override
    public String toString() {
        return name + (lasts.isZero() ? "" : ", " + lasts.toMillis() / 1000.0 + " s");
    }
}
