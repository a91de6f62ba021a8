package io.multiget.simulator;

import io.multiget.simulator.catalog.Fate;
import java.util.List;

/**
 * An id in a call.
 *
 * @param times how often it was asked, this call included
 */
record Asked(String id, Fate fate, int times) {
    boolean firstTime() {
        return times == 1;
    }

    boolean firstTwoTimes() {
        return times <= 2;
    }

    /** The code of its element, or of the whole answer when it is asked in a plain GET. */
    int code(boolean exists) {
        return switch (fate) {
            case ALWAYS_500 -> 500;
            case DENIED -> 403;
            case THROTTLED_TWICE -> firstTwoTimes() ? 429 : 200;
            case FAILS_TWICE -> firstTwoTimes() ? 500 : 200;
            case NO_ID_500_ONCE -> firstTime() ? 500 : 200;
            case NOT_FOUND_ONCE -> firstTime() ? 404 : 200;
            case PARTIAL_206 -> 206;
            default -> exists ? 200 : 404;
        };
    }

    boolean isNamedInErrors() {
        return fate != Fate.NO_ID_404 && fate != Fate.NO_ID_500_ONCE;
    }

    boolean isLeftOut() {
        return fate == Fate.MISSING_ELEMENT || fate == Fate.MISSING_ONCE && firstTime();
    }

    boolean isSlow() {
        return fate == Fate.SLOW || fate == Fate.LATE_ONCE && firstTime();
    }

    /** The one of its fate's forms that its serial leaves. */
    <T> T form(List<T> forms) {
        return forms.get(Fate.serialOf(id) % forms.size());
    }

    boolean isDoubled() {
        return fate == Fate.DOUBLED || fate == Fate.DOUBLED_ONCE && firstTime();
    }
}
