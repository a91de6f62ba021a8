package io.multiget.simulator;

import io.multiget.simulator.catalog.SimulatedCatalog;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a call to its answer: gate, catalog, mishaps; counts and logs on the way. Owned by the event loop.
 *
 * <p>Calls that are turned away are counted as calls, but their ids not as asked.
 */
final class SimulatedApi {
    private static final long NANOS_PER_MILLI = Duration.ofMillis(1).toNanos();

    private final LongSupplier nanos;
    private final Resources resources;
    private final Mishaps mishaps;
    private final Gate gate;
    private final Tally tally;
    private final CallLog log;

    /** @param nanos a monotonic clock that begins near 0 */
    SimulatedApi(SimulatorSettings settings, LongSupplier nanos, Clock wallClock, CallLog log) {
        this.nanos = nanos;
        this.log = log;
        resources = new Resources(new SimulatedCatalog(settings.catalog()));
        mishaps = new Mishaps(wallClock);
        gate = new Gate(settings.behaviour(), nanos.getAsLong());
        tally = new Tally(resources.all());
    }

    Tally tally() {
        return tally;
    }

    CallLog log() {
        return log;
    }

    Behaviour behaviour() {
        return gate.behaviour();
    }

    void change(Behaviour behaviour, boolean outage) {
        gate.change(behaviour, outage, nanos.getAsLong());
    }

    void reset() {
        tally.reset();
        gate.reset();
        log.reset();
    }

    /** The answer to a request; from now on it is in flight, until the tally is told that it left. */
    Reply answer(FullHttpRequest request) {
        long now = nanos.getAsLong();
        Call call = read(request);
        int othersInFlight = tally.inFlight();
        tally.arrived(call.endpoint(), now);
        Reply answer = answer(request, call, othersInFlight, now);
        Reply reply = call.endpoint().isSecondApi() ? answer.withoutPause() : answer;
        tally.decided(reply);
        log.add(now / NANOS_PER_MILLI, call, reply);
        return reply;
    }

    void sent(Reply reply) {
        tally.sent(reply, nanos.getAsLong());
    }

    private Reply answer(FullHttpRequest request, Call call, int othersInFlight, long now) {
        Reply turnedAway = gate.turnAway(call, othersInFlight, now);
        if (turnedAway != null) {
            tally.turnedAway();
            return turnedAway;
        }
        Reply refused = refuse(request, call);
        if (refused != null) {
            return refused;
        }
        tally.letIn(call);
        return answer(call);
    }

    private static @Nullable Reply refuse(FullHttpRequest request, Call call) {
        String fault = call.fault();
        if (fault != null) {
            return Errors.whole(400, fault);
        }
        return HttpMethod.GET.equals(request.method())
                ? null
                : Errors.whole(405).with("Allow", "GET");
    }

    private Reply answer(Call call) {
        return switch (call.endpoint()) {
            case ITEMS, ITEM -> answer(resources.items, call);
            case CATEGORIES -> answer(resources.categories, call);
            case CURRENCIES -> answer(resources.currencies, call);
            case USERS, USER -> answer(resources.users, call);
            case PRODUCTS -> answer(resources.products, call);
            case MAKERS -> answer(resources.makers, call);
            case COUNTRIES -> answer(resources.countries, call);
            case OTHER -> Errors.whole(404);
        };
    }

    private <T> Reply answer(Resource<T> resource, Call call) {
        List<Asked> asked = Answers.ask(resource, call.ids());
        Reply reply = mishaps.spoiled(
                call,
                asked,
                () -> call.endpoint().isMultiget()
                        ? Answers.many(resource, asked, call.attributes())
                        : Answers.one(resource, asked.get(0), call.attributes()));
        return reply.after(delay(asked));
    }

    private Duration delay(List<Asked> asked) {
        Duration usual = gate.delay();
        Duration slow = gate.behaviour().slow;
        return usual.compareTo(slow) < 0 && asked.stream().anyMatch(Asked::isSlow) ? slow : usual;
    }

    private static Call read(FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Call.UNREADABLE;
        }
        try {
            return CallReader.read(request);
        } catch (IllegalArgumentException e) {
            return Call.UNREADABLE;
        }
    }
}
