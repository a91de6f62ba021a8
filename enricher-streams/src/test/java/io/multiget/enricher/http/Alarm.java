package io.multiget.enricher.http;

/** Wakes a simulated thread: at the earliest of the moments it was set to since it woke last. */
final class Alarm {
    private final VirtualTime time;
    private final Runnable wake;
    private long setTo = Long.MAX_VALUE;

    Alarm(VirtualTime time, Runnable wake) {
        this.time = time;
        this.wake = wake;
    }

    /** Whether it is set already makes no difference unless this is sooner. */
    void setTo(long at) {
        if (at < setTo) {
            setTo = at;
            time.at(at, () -> ring(at));
        }
    }

    private void ring(long at) {
        if (at == setTo) {
            setTo = Long.MAX_VALUE;
            wake.run();
        }
    }
}
