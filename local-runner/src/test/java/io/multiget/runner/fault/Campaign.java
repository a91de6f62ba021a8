package io.multiget.runner.fault;

import io.multiget.runner.ledger.ShippedPipeline;
import io.multiget.runner.ledger.Workload;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One long upload with faults drawn by a seed, or with one long outage of the API, and every promise judged. The seed is
 * printed first and last: the same seed gives the same plan.
 */
@Command(name = "run", mixinStandardHelpOptions = true, description = "One long upload while things go wrong with it.")
final class Campaign implements Callable<Integer> {
    private static final PrintStream OUT = System.out;

    /** How much of the work is meant to be between two faults, so that the plan fits into the upload. */
    private static final int SECONDS_A_FAULT = 15;

    /** Calls of all lookups together for each line, in the long run. */
    private static final double CALLS_A_LINE = 0.2;

    private static final int LEAST_CALLS_A_SECOND = 20;

    /** Where nothing is drawn. */
    private static final int CALLS_A_SECOND_UNDISTURBED = 200;

    private static final Duration RESUMED = Duration.ofSeconds(5);

    @Option(names = "--seed", description = "of the file and of the faults; drawn where it is not given")
    long seed = System.nanoTime() % 1_000_000;

    @Option(names = "--lines", description = "of the file; ${DEFAULT-VALUE} by default")
    int lines = 20_000;

    @Option(
            names = "--faults",
            description =
                    "to be drawn; ${DEFAULT-VALUE} by default; with 0 the calls are held against the least possible")
    int faults = 8;

    @Option(
            names = "--outage",
            description = "instead of the faults, one outage of the API as long as this, such as 10m or 30s")
    String outage = "";

    @Option(names = "--data", description = "the folder for logs and data; ${DEFAULT-VALUE} by default")
    Path data = Path.of("target", "campaign");

    public static void main(String[] args) {
        System.exit(new CommandLine(new Campaign()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        OUT.println("seed " + seed);
        try {
            run();
            OUT.println("every promise was kept");
            return 0;
        } catch (AssertionError broken) {
            OUT.println(broken.getMessage());
            return 1;
        } finally {
            OUT.println("seed " + seed);
        }
    }

    private void run() throws Exception {
        boolean drawn = outage.isEmpty() && faults > 0;
        List<Fault> plan = outage.isEmpty()
                ? new Draw(seed).plan(faults)
                : List.of(Faults.api("resets", Map.of("down", "reset"), Duration.parse("PT" + outage)));
        plan.forEach(fault -> OUT.println("planned: " + fault));
        Path folder = data.resolve(seed + "-" + System.currentTimeMillis());
        Files.createDirectories(folder);
        OUT.println("logs are in " + folder.resolve("system/logs").toAbsolutePath());
        Path pipelines = drawn ? ShippedPipeline.impatientIn(folder.resolve("pipelines")) : ShippedPipeline.folder();
        int rate = drawn
                ? Math.max(LEAST_CALLS_A_SECOND, (int) (lines * CALLS_A_LINE / (faults * SECONDS_A_FAULT)))
                : CALLS_A_SECOND_UNDISTURBED;
        try (Site site = Site.open(folder.resolve("system"), pipelines, rate)) {
            say("%,d lines, at most %d calls a second".formatted(lines, rate));
            Workload workload = drawn ? Workload.mixed(seed, lines) : Workload.ordinary(seed, lines);
            Map<String, Long> pids = site.pids();
            Evidence evidence = new Ordeal(site, workload, plan, Campaign::say).endure();
            say("landed");
            Promises.judge(evidence);
            if (evidence.struck().size() < plan.size()) {
                throw new AssertionError("the upload was over after %d of %d faults: more lines are needed"
                        .formatted(evidence.struck().size(), plan.size()));
            }
            judgeCalls(evidence);
            if (!outage.isEmpty()) {
                judgeOutage(evidence, pids, site.pids());
            }
        }
    }

    private void judgeCalls(Evidence evidence) {
        CallCount count = CallCount.between(evidence.before(), evidence.after());
        say(count.toString());
        if (faults == 0 && count.ratio() > CallCount.LIMIT) {
            throw new AssertionError("more than %.2f times the least calls".formatted(CallCount.LIMIT));
        }
    }

    private static void judgeOutage(Evidence evidence, Map<String, Long> before, Map<String, Long> after) {
        Duration answered = evidence.struck().get(0).answered();
        if (answered.compareTo(RESUMED) > 0) {
            throw new AssertionError("work resumed %d ms after the outage".formatted(answered.toMillis()));
        }
        if (!before.equals(after)) {
            throw new AssertionError("a process was started again: " + before + ", now " + after);
        }
        say("work resumed %d ms after the outage, no process was started again".formatted(answered.toMillis()));
    }

    private static void say(String what) {
        OUT.println(LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " " + what);
    }
}
