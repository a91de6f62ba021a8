package io.multiget.runner.command;

import io.multiget.runner.LocalSettings;
import io.multiget.runner.LocalSystem;
import io.multiget.runner.role.StartFailedException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;

/** A system that lives as long as the session, in this process. */
final class OwnSession implements Session {
    private final LocalSystem system;
    private final AtomicReference<StartFailedException> lost = new AtomicReference<>();
    private final Thread supervision;

    private OwnSession(LocalSystem system, Console console) {
        this.system = system;
        this.supervision = new Thread(() -> supervise(console), "supervision");
        supervision.setDaemon(true);
    }

    static OwnSession start(LocalSettings settings, Console console, Shutdown shutdown) {
        LocalSystem system = LocalSystem.prepare(settings);
        shutdown.owns(system::close, system::kill9);
        system.start((role, took) -> console.say("%-10s ready in %.1f s".formatted(role, took.toMillis() / 1000.0)));
        OwnSession session = new OwnSession(system, console);
        session.supervision.start();
        return session;
    }

    /** Returns when a process is given up, or the system is being stopped. */
    void awaitLoss() throws InterruptedException {
        supervision.join();
    }

    private void supervise(Console console) {
        try {
            system.supervise(console::say);
        } catch (StartFailedException e) {
            lost.set(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    LocalSystem system() {
        return system;
    }

    @Override
    public URI ingest() {
        return URI.create(system.ingestUrl(0));
    }

    @Override
    public int postgresPort() {
        return system.postgresPort();
    }

    @Override
    public boolean ends() {
        return true;
    }

    @Override
    public void check() {
        StartFailedException failure = lost.get();
        if (failure != null) {
            throw CommandException.noSystem(failure.getMessage());
        }
    }

    @Override
    public void close() {
        system.close();
    }
}
