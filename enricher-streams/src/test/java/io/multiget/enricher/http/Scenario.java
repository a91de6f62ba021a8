package io.multiget.enricher.http;

import io.multiget.contract.RecordEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** All that is decided before a run: what there is to ask, when it comes, and what goes wrong when. */
final class Scenario {
    static final UUID UPLOAD = UUID.fromString("00000000-0000-0000-0000-00000000000a");

    /** An upload that is cancelled in some runs. */
    static final UUID DOOMED = UUID.fromString("00000000-0000-0000-0000-00000000000d");

    static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(20);
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** A line that can be read from then on. */
    record Arrival(long at, RecordEvent line) {}

    /** A time in which an API, or one lookup of it, answers nobody. */
    record Outage(String api, String lookup, long from, long to, Symptom symptom) {
        boolean hits(Call call, long at) {
            return call.api().name().equals(api)
                    && (lookup.isEmpty() || call.lookup().name().equals(lookup))
                    && from <= at
                    && at < to;
        }
    }

    /** What an API answers that answers nobody. */
    enum Symptom {
        UNAVAILABLE,
        THROTTLED,
        THROTTLED_WITH_RETRY_AFTER,
        TIMED_OUT,
        NO_CONNECTION,
        DENIED,
        REDIRECTED,
        PAGE_OF_A_PROXY,
        NO_TOKEN,
        UNSENT,
        /** An answer, in which each element has failed. */
        NO_ELEMENT
    }

    /** Something that happens to a task, or to the instance that runs it. */
    enum Mishap {
        /** The task dies, and its transaction with it. */
        TASK_DIES,
        /** It is closed with a commit, and goes on elsewhere. */
        TASK_MOVES,
        /** Another takes over, and the old one does not know. */
        TASK_IS_FENCED,
        /** The whole process dies, engine and all. */
        INSTANCE_DIES,
        /** The whole process stands still for a while. */
        INSTANCE_FREEZES
    }

    record Fault(long at, Mishap mishap, int target, long duration) {}

    private final SplittableRandom random;
    private final Duration trouble;
    final Market market;
    final int instances;
    final List<List<Arrival>> partitions = new ArrayList<>();
    final List<Outage> outages = new ArrayList<>();
    final List<Fault> faults = new ArrayList<>();

    /** How likely a call fails for no reason while there is trouble. */
    final double noise;

    /** The slowest answer, but for those that are very slow. */
    final long latency;

    final long commitInterval;

    /** The latest that a thread wakes up after the moment it wanted to. */
    final long lateness;

    final int maxPoll;

    /** From here on nothing goes wrong any more. */
    final long healedAt;

    /** When somebody cancels {@link #DOOMED}; {@code Long.MAX_VALUE}: never. */
    final long cancelledAt;

    Scenario(SplittableRandom random) {
        this.random = random;
        this.market = new Market(random);
        this.instances = 1 + random.nextInt(3);
        this.trouble = Duration.ofMillis(200 + random.nextInt(random.nextBoolean() ? 1_500 : 15_000));
        this.healedAt = VirtualTime.after(trouble);
        this.noise = random.nextInt(2) == 0 ? 0 : new double[] {0.03, 0.1, 0.4, 0.8}[random.nextInt(4)];
        this.latency = millis(1 + random.nextInt(random.nextBoolean() ? 30 : 400));
        this.commitInterval = millis(20 + random.nextInt(random.nextBoolean() ? 200 : 3_000));
        this.lateness = millis(new int[] {0, 2, 60}[random.nextInt(3)]);
        this.maxPoll = 1 + random.nextInt(random.nextBoolean() ? 3 : 60);
        drawLines();
        drawOutages();
        drawFaults();
        this.cancelledAt = random.nextInt(3) == 0 ? someTime() : Long.MAX_VALUE;
        drawDoomedLines();
    }

    private static long millis(int millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private long someTime() {
        return VirtualTime.after(Duration.ofNanos(random.nextLong(trouble.toNanos())));
    }

    private void drawLines() {
        int count = 5 + random.nextInt(random.nextInt(4) == 0 ? 55 : 20);
        int items = 1 + random.nextInt(count);
        int sellers = 1 + random.nextInt(6);
        int categories = 1 + random.nextInt(4);
        int goodInTen = 4 + random.nextInt(7);
        boolean breaking = random.nextInt(4) == 0;
        for (int i = 0; i < sellers; i++) {
            market.add(Market.SELLER, "s" + i, fate(goodInTen, true, breaking));
        }
        for (int i = 0; i < categories; i++) {
            market.add(Market.CATEGORY, "c" + i, fate(goodInTen, false, breaking));
        }
        for (int i = 0; i < items; i++) {
            String category = random.nextInt(8) == 0 ? null : "c" + random.nextInt(categories);
            market.add(
                    "i" + i,
                    fate(goodInTen, true, breaking),
                    new Market.Links("s" + random.nextInt(sellers), category));
        }
        int partitionCount = 1 + random.nextInt(4);
        for (int i = 0; i < partitionCount; i++) {
            partitions.add(new ArrayList<>());
        }
        boolean atOnce = random.nextInt(3) == 0;
        long start = someTime();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            times.add(atOnce ? start : someTime());
        }
        times.sort(null);
        for (int row = 1; row <= count; row++) {
            int item = random.nextInt(items);
            partitions
                    .get(item % partitionCount)
                    .add(new Arrival(times.get(row - 1), line(row, "i" + item, row == count)));
        }
    }

    static RecordEvent line(long row, String item, boolean last) {
        return line(UPLOAD, row, item, last);
    }

    private static RecordEvent line(UUID upload, long row, String item, boolean last) {
        return new RecordEvent(upload, 1, row, row + 1, item, Map.of("id", item), last);
    }

    /** Some of the lines, whose keys others ask about as well. */
    private void drawDoomedLines() {
        if (cancelledAt == Long.MAX_VALUE) {
            return;
        }
        for (List<Arrival> arrivals : partitions) {
            arrivals.replaceAll(arrival -> random.nextInt(5) < 2
                    ? new Arrival(
                            arrival.at(),
                            line(
                                    DOOMED,
                                    arrival.line().row(),
                                    arrival.line().raw(),
                                    arrival.line().last()))
                    : arrival);
        }
    }

    static boolean isDoomed(RecordEvent line) {
        return line.upload().equals(DOOMED);
    }

    private Fate fate(int goodInTen, boolean batched, boolean breaking) {
        if (random.nextInt(10) < goodInTen) {
            return Fate.FOUND;
        }
        Fate[] fates = Fate.values();
        Fate fate = fates[random.nextInt(fates.length)];
        boolean drawable = (batched || !fate.isOfElement()) && (breaking || !fate.looksLikeAnOutage());
        return drawable ? fate : Fate.FOUND;
    }

    private void drawOutages() {
        List<String> apis = List.copyOf(market.pipeline().apis().keySet());
        List<String> lookups = List.of("", "", Market.ITEM, Market.SELLER, Market.CATEGORY);
        Symptom[] symptoms = Symptom.values();
        for (int i = random.nextInt(4); i > 0; i--) {
            long from = someTime();
            long to = Math.min(healedAt, from + random.nextLong(trouble.toNanos()));
            outages.add(new Outage(
                    apis.get(random.nextInt(apis.size())),
                    lookups.get(random.nextInt(lookups.size())),
                    from,
                    to,
                    symptoms[random.nextInt(symptoms.length)]));
        }
    }

    private void drawFaults() {
        Mishap[] mishaps = Mishap.values();
        for (int i = random.nextInt(3) == 0 ? 0 : random.nextInt(7); i > 0; i--) {
            faults.add(new Fault(
                    someTime(),
                    mishaps[random.nextInt(mishaps.length)],
                    random.nextInt(12),
                    millis(1 + random.nextInt(4_000))));
        }
    }

    /** Whether each task and each instance lives through the whole run. */
    boolean isUndisturbed() {
        return faults.isEmpty();
    }

    /** In which every line ends, however unlucky: a bound on progress, not on speed. */
    Duration patience() {
        Duration patience = TIMEOUT.plus(MAX_RETRY_AFTER).plusSeconds(120);
        for (var api : market.pipeline().apis().values()) {
            long gap = api.rateLimit().map(r -> r.per().toNanos() / r.calls()).orElse(0L);
            patience = patience.plusNanos((gap + latency) * 400)
                    .plus(api.retry().maxBackoff().multipliedBy(30));
        }
        return patience;
    }

    @Override
    public String toString() {
        return "cancelled at " + (cancelledAt == Long.MAX_VALUE ? "never" : VirtualTime.millis(cancelledAt))
                + ", instances " + instances + ", partitions " + partitions.size() + ", noise " + noise + ", healed at "
                + VirtualTime.millis(healedAt) + ", outages " + outages + ", faults " + faults + ", apis "
                + market.pipeline().apis().values() + ", batches "
                + market.pipeline().lookups().values().stream()
                        .map(l ->
                                l.batch().map(b -> b.size() + "/" + b.linger()).orElse("single"))
                        .toList();
    }
}
