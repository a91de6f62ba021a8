package io.multiget.runner;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A launcher of its own for {@link LauncherIT} to kill: broker, Connect and Postgres, until it is ended. */
final class LauncherProcess {
    private LauncherProcess() {}

    public static void main(String[] args) throws InterruptedException {
        LocalSystem system =
                LocalSystem.prepare(LocalSettings.isolated(Path.of(args[0])).withInstances(0, 0));
        Runtime.getRuntime().addShutdownHook(new Thread(system::close));
        system.start((role, took) -> System.out.println(role + " " + took.toMillis()));
        System.out.println("ready");
        new CountDownLatch(1).await();
    }
}
