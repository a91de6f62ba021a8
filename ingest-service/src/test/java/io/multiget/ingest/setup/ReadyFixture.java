package io.multiget.ingest.setup;

import org.springframework.context.support.GenericApplicationContext;

/** A service that has started. */
public final class ReadyFixture {
    private ReadyFixture() {}

    /** Adds what the endpoints ask whether the service is ready. */
    public static void register(GenericApplicationContext beans) {
        Readiness readiness = new Readiness();
        readiness.set(true);
        beans.registerBean(Readiness.class, () -> readiness);
        beans.registerBean("setup", SetupHealth.class, () -> new SetupHealth(readiness));
    }
}
