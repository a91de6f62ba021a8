package io.multiget.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.multiget.runner.role.Role;
import io.multiget.runner.role.StartFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Each process for itself: killed, held, started again, on the same data and ports. */
@TestMethodOrder(OrderAnnotation.class)
class RolesIT {
    /** Those without an order come before. */
    private static final int CLOSING = Integer.MAX_VALUE - 1;

    private static final int AFTER_THE_SYSTEM = Integer.MAX_VALUE;

    private static final Pattern LOADING =
            Pattern.compile("Scheduling loading of metadata from (__consumer_offsets-\\d+) ");

    @TempDir
    private static Path folder;

    private static LocalSettings settings;
    private static LocalSystem system;

    @BeforeAll
    static void startSystem() {
        settings = LocalSettings.isolated(folder.resolve("with a space")).withInstances(0, 0);
        system = LocalSystem.start(settings);
    }

    @AfterAll
    static void stopSystem() {
        system.close();
    }

    @Test
    void shouldKeepTopicsWhenTheBrokerIsKilled() throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get();
        }
        long killed = system.broker().pid();

        system.broker().kill9();
        assertThat(system.broker().isAlive()).isFalse();
        system.broker().start();

        assertThat(system.broker().pid()).isNotIn(killed, 0L);
        try (Admin admin = admin()) {
            assertThat(admin.listTopics().names().get()).contains("kept");
        }
    }

    /** Twice, and the groups may be half of what they were: see {@code io.multiget.runner.broker.Node}. */
    @Test
    void shouldLoadTheGroupsOnceWhenTheBrokerIsKilled() throws Exception {
        Path log = settings.dataDir().resolve("logs").resolve("broker.log");
        await("the groups' topic").until(() -> !loadedPartitions(log, 0).isEmpty());
        List<String> partitions = loadedPartitions(log, 0);
        int before = Files.readAllLines(log).size();

        system.broker().kill9();
        system.broker().start();

        await("the groups").until(() -> loadedPartitions(log, before).containsAll(partitions));
        assertThat(loadedPartitions(log, before)).doesNotHaveDuplicates();
    }

    private static List<String> loadedPartitions(Path log, int after) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.skip(after)
                    .map(LOADING::matcher)
                    .filter(Matcher::find)
                    .map(loading -> loading.group(1))
                    .toList();
        }
    }

    @Test
    void shouldKeepCommittedRowsWhenPostgresIsKilled() throws Exception {
        execute("create table kept (n int)");
        execute("insert into kept values (7)");

        system.postgres().kill9();
        assertThatThrownBy(() -> single("select n from kept")).isInstanceOf(SQLException.class);
        system.postgres().start();

        assertThat(single("select n from kept")).isEqualTo("7");
    }

    @Test
    void shouldRunPostgresDurablyAndInUnicode() throws Exception {
        assertThat(single("show fsync")).isEqualTo("on");
        assertThat(single("show synchronous_commit")).isEqualTo("on");
        assertThat(single("show server_encoding")).isEqualTo("UTF8");
        assertThat(single("show listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(single("select upper('año')")).isEqualTo("AÑO");
    }

    @Test
    void shouldHoldAProcessAndLetItGoOn() throws Exception {
        system.postgres().pause();
        assertThatThrownBy(() -> single("select 1")).isInstanceOf(SQLException.class);
        system.postgres().resume();

        assertThat(single("select 1")).isEqualTo("1");
    }

    @Test
    void shouldStopAProcessThatIsHeldAndStartItAgain() {
        long first = system.connect().pid();
        system.connect().pause();

        system.connect().stop();
        assertThat(system.connect().isAlive()).isFalse();
        system.connect().start();

        assertThat(system.connect().pid()).isNotIn(first, 0L);
    }

    @Test
    void shouldTellAProcessThatEndedByItselfFromOneThatWasStopped() {
        Role connect = system.connect();
        connect.kill9();
        assertThat(connect.isLost()).isFalse();
        connect.start();

        ProcessHandle.of(connect.pid()).orElseThrow().destroyForcibly();

        await("the loss is seen").until(connect::isLost);
        connect.start();
        assertThat(connect.isLost()).isFalse();
    }

    @Test
    void shouldStartWhatEndedByItselfAgainWhenItIsSupervised() {
        long first = system.broker().pid();
        Thread supervision = new Thread(() -> {
            try {
                system.supervise(message -> {});
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        supervision.start();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        await("the broker is back")
                .atMost(Duration.ofSeconds(60))
                .until(() -> system.broker().isAlive() && system.broker().pid() != first);
        system.broker().awaitReady();
        supervision.interrupt();
    }

    @Test
    void shouldWriteWhatRunsWhere() {
        RunFile run = RunFile.running(system.dataDir()).orElseThrow();

        assertThat(run.ready()).isTrue();
        assertThat(run.ports()).containsEntry("MULTIGET_POSTGRES_PORT", system.postgresPort());
        assertThat(run.urls()).containsEntry("connect", system.connectUrl());
        assertThat(run.processes().get("broker").pid())
                .isEqualTo(system.broker().pid());
    }

    @Test
    void shouldRefuseADataDirectoryInUse() {
        assertThatThrownBy(() -> LocalSystem.prepare(settings))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("is in use");
    }

    @Test
    @Order(AFTER_THE_SYSTEM)
    void shouldNotStartWithThePasswordOfAnotherDatabase() {
        LocalSettings changed = settings.withEnvironment("MULTIGET_POSTGRES_PASSWORD", "another");

        assertThatThrownBy(() -> LocalSystem.start(changed))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("MULTIGET_POSTGRES_PASSWORD");
    }

    @Test
    void shouldEndWithTheLastLinesOfTheLogOfAProcessThatDies() {
        LocalSettings broken = LocalSettings.isolated(folder.resolve("broken"))
                .withInstances(0, 0)
                .withJvmOptions("connect", List.of("-XX:NoSuchOption"));

        assertThatThrownBy(() -> LocalSystem.start(broken))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("connect ended with exit code 1")
                .hasMessageContaining("NoSuchOption");

        assertThat(RunFile.read(folder.resolve("broken"))).isEmpty();
    }

    @Test
    @Order(CLOSING)
    void shouldLeaveNothingBehind() {
        List<RunFile.Process> processes = system.roles().stream()
                .map(role -> RunFile.Process.of(ProcessHandle.of(role.pid()).orElseThrow()))
                .toList();

        system.close();

        assertThat(processes).hasSize(3).noneMatch(process -> process.alive().isPresent());
        assertThat(Files.exists(system.dataDir().resolve("run.json"))).isFalse();
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", system.bootstrapServers()));
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String single(String query) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(
                system.jdbcUrl() + "?connectTimeout=2&socketTimeout=2&loginTimeout=2", "multiget", "multiget");
    }
}
