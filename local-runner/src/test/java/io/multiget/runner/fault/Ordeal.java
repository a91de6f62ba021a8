package io.multiget.runner.fault;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiget.runner.ledger.StatusWatch;
import io.multiget.runner.ledger.Uploads;
import io.multiget.runner.ledger.Workload;
import io.multiget.runner.role.StartFailedException;
import io.multiget.simulator.SimulatorStats;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One upload, and what goes wrong while it runs. A fault strikes only while lines are being finished, after progress since
 * the last one, and with a transaction open; those that have not struck when the upload is over are left out.
 */
final class Ordeal {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofMillis(150);
    private static final String LANDED = "landed";
    private static final Set<String> OVER = Set.of("finished", LANDED, "failed", "cancelled");

    private final Site site;
    private final Workload workload;
    private final List<Fault> plan;
    private final Consumer<String> tell;
    private final List<Uploads> clients;
    private final List<Evidence.Struck> struck = new ArrayList<>();
    private UUID upload = new UUID(0, 0);

    Ordeal(Site site, Workload workload, List<Fault> plan, Consumer<String> tell) {
        this.site = site;
        this.workload = workload;
        this.plan = plan;
        this.tell = tell;
        this.clients = site.clients();
    }

    /** Returns when the upload has landed. */
    Evidence endure() throws Exception {
        SimulatorStats before = site.api().stats();
        try (CallWatch calls = new CallWatch(site.api())) {
            upload = new Uploads(site.system().ingestUrl(0)).upload("ordeal.csv", workload.file());
            try (StatusWatch first = new StatusWatch(clients.get(0), upload, workload);
                    StatusWatch second = new StatusWatch(clients.get(1), upload, workload);
                    LandingWatch landing = new LandingWatch(site.system().jdbcUrl(), clients.get(1), upload)) {
                strikeAll(calls);
                until("the upload has landed", () -> state().equals(LANDED));
                until("both instances say so", () -> clients.stream()
                        .allMatch(client -> state(client.status(upload).body()).equals(LANDED)));
                // Where the sink was away to the end, nothing had landed before.
                until("the table is compared", () -> landing.witness().looks() >= LandedMeansInTheTable.ENOUGH);
                Workload due = due();
                return new Evidence(
                        due,
                        site.ledger().differences(upload, due),
                        status(),
                        List.of(witness(first), witness(second)),
                        landing.witness(),
                        site.callsASecond(),
                        calls.calls(),
                        before,
                        site.api().stats(),
                        DeadLetters.count(site.system().bootstrapServers()),
                        site.planted(),
                        plan,
                        List.copyOf(struck));
            }
        } catch (ConditionTimeoutException | StartFailedException stuck) {
            throw new AssertionError(
                    stuck.getMessage() + "; thread dumps are in " + Autopsy.of(site) + "; the last status is "
                            + status(),
                    stuck);
        }
    }

    /**
     * The plan, but for keys whose answer was too long for the wire while others were answered: they may be given up for
     * that, as the shape of the trouble is that of a key which breaks its calls.
     */
    private Workload due() throws SQLException {
        boolean stopped = struck.stream().anyMatch(one -> one.fault().stopsLongAnswers());
        return stopped ? workload.excusingLongAnswers(site.ledger().givenUp(upload)) : workload;
    }

    private static Witness witness(StatusWatch watch) {
        return new Witness(watch.complaints(), watch.answers(), watch.waits());
    }

    /** How much has to be done from one fault to the next: half of the lines for all of them, the rest in between. */
    static long linesBetween(Workload workload, List<Fault> plan) {
        return Math.max(1, workload.lines().size() / (2L * Math.max(1, plan.size())));
    }

    /** As many as strike before the upload is over. */
    private void strikeAll(CallWatch calls) throws Exception {
        long step = linesBetween(workload, plan);
        long due = step;
        for (Fault fault : plan) {
            long lines = due;
            until(lines + " lines are finished, before " + fault, () -> isOver() || isReadyFor(lines));
            if (isOver()) {
                return;
            }
            strike(fault, calls);
            due = struck.get(struck.size() - 1).lines() + step;
        }
    }

    private boolean isOver() {
        return OVER.contains(state());
    }

    private boolean isReadyFor(long due) {
        JsonNode status = status();
        return state(status).equals("running") && finished(status) >= due;
    }

    private void strike(Fault fault, CallWatch calls) throws Exception {
        boolean open = isATransactionOpen();
        long lines = finished();
        long from = site.apiMillis();
        Instant struckAt = Instant.now();
        tell.accept("%,d lines finished: %s".formatted(lines, fault));
        fault.strike().on(site);
        new CountDownLatch(1).await(fault.lasts().toMillis(), TimeUnit.MILLISECONDS);
        fault.lift().on(site);
        long lifted = System.nanoTime();
        long until = site.apiMillis();
        long landed = landed();
        until("rows land again after " + fault, () -> landed() > landed || state().equals(LANDED));
        Duration back = Duration.ofNanos(System.nanoTime() - lifted);
        Duration answered = Duration.ofNanos(calls.firstAnswerAfter(lifted).orElse(System.nanoTime()) - lifted);
        tell.accept("  the API answers again after %d ms, rows land again after %d ms"
                .formatted(answered.toMillis(), back.toMillis()));
        struck.add(new Evidence.Struck(fault, lines, open, struckAt, from, until, answered, back));
    }

    /** Between two commits there is none for a moment, so a second look is worth it. */
    private boolean isATransactionOpen() {
        Map<String, Object> config =
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, site.system().bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            await("an open transaction")
                    .atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !admin.listTransactions(
                                    new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
                            .all()
                            .get()
                            .isEmpty());
            return true;
        } catch (ConditionTimeoutException none) {
            return false;
        }
    }

    private static void until(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .ignoreExceptionsMatching(e -> e instanceof UncheckedIOException || e instanceof IllegalStateException)
                .until(condition);
    }

    /** Of the first instance that gives one. */
    private JsonNode status() {
        for (Uploads client : clients) {
            try {
                Uploads.Answer answer = client.status(upload);
                if (answer.code() == 200) {
                    return answer.body();
                }
            } catch (UncheckedIOException down) {
                // The other one may answer.
            }
        }
        throw new IllegalStateException("no instance answers");
    }

    private String state() {
        return state(status());
    }

    private static String state(JsonNode status) {
        return status.path("state").asText();
    }

    private long finished() {
        return finished(status());
    }

    private static long finished(JsonNode status) {
        JsonNode rows = status.get("rows");
        return rows.get("enriched").asLong() + rows.get("rejected").asLong();
    }

    private long landed() {
        return status().get("rows").get("landed").asLong();
    }
}
