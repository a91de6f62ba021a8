package io.multiget.simulator;

import java.io.UncheckedIOException;

/** Runs a simulator until it is told to stop. Exit code 2 for a setting it cannot use, a taken port among them. */
public final class SimulatorMain {
    private static final int BAD_SETTING = 2;

    private SimulatorMain() {}

    public static void main(String[] args) {
        Simulator simulator = start();
        System.out.println("ready " + simulator.url());
        simulator.awaitEnd();
    }

    private static Simulator start() {
        try {
            Simulator simulator = Simulator.start(SimulatorSettings.fromEnvironment(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "end"));
            return simulator;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            System.err.println("api-simulator: " + e.getMessage());
            System.exit(BAD_SETTING);
            throw e;
        }
    }
}
