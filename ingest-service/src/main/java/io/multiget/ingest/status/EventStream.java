package io.multiget.ingest.status;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One client that follows an upload. Written without blocking: of the statuses that come while the client is not ready
 * only the newest waits for it, and a client that is not ready for long is dropped. Safe for any thread.
 */
final class EventStream implements WriteListener, AsyncListener {
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);
    /** Below the idle timeouts of usual proxies. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Runnable afterEnd;

    private byte @Nullable [] waiting;
    private byte @Nullable [] last;
    private boolean started;
    private boolean unflushed;
    private boolean ending;
    private boolean over;
    private long lastWritten = System.nanoTime();
    private long blockedSince;

    /** @param afterEnd called once, when the stream is over for whatever reason */
    EventStream(AsyncContext context, Runnable afterEnd) throws IOException {
        this.context = context;
        this.out = context.getResponse().getOutputStream();
        this.afterEnd = afterEnd;
    }

    void begin() {
        context.setTimeout(0);
        context.addListener(this);
        out.setWriteListener(this);
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Sends the event unless it is the one that was sent last. @param isLast whether the stream ends with it */
    void offer(byte[] event, boolean isLast) {
        synchronized (this) {
            if (!Arrays.equals(event, last)) {
                waiting = event;
                last = event;
            }
            ending |= isLast;
        }
        keepAlive();
    }

    /** Writes what waits; after a while without anything, a comment, which also finds out who has gone. */
    void keepAlive() {
        boolean done;
        synchronized (this) {
            if (over || !started) {
                return;
            }
            if (waiting == null && !ending && System.nanoTime() - lastWritten > HEARTBEAT.toNanos()) {
                waiting = COMMENT;
            }
            done = write() || isTooSlow();
        }
        if (done) {
            end();
        }
    }

    /** @return whether the stream is over */
    private boolean write() {
        try {
            while (out.isReady()) {
                blockedSince = 0;
                if (waiting != null) {
                    out.write(waiting);
                    waiting = null;
                    unflushed = true;
                    lastWritten = System.nanoTime();
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    return ending;
                }
            }
            blockedSince = blockedSince == 0 ? System.nanoTime() : blockedSince;
            return false;
        } catch (IOException | IllegalStateException gone) {
            return true;
        }
    }

    private boolean isTooSlow() {
        return blockedSince != 0 && System.nanoTime() - blockedSince > PATIENCE.toNanos();
    }

    /** Closes the stream. */
    void end() {
        if (!markOver()) {
            return;
        }
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // The container has completed it: the client was gone before us.
            over = true;
        }
        afterEnd.run();
    }

    private synchronized boolean markOver() {
        boolean wasOpen = !over;
        over = true;
        return wasOpen;
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            started = true;
        }
        keepAlive();
    }

    @Override
    public void onError(Throwable gone) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        if (markOver()) {
            afterEnd.run();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nobody starts it again.
    }
}
