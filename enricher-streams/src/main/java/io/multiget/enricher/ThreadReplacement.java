package io.multiget.enricher;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts another stream thread in the place of each that dies, so that its tasks go on, until so many have died that it is not
 * bad luck: then the pipeline's Streams application ends, and with it the process, for whoever runs it to start again. A JVM
 * out of memory ends by itself, as {@code -XX:+ExitOnOutOfMemoryError} has it.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
    static final int MOST = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);

    private final String pipeline;
    private final AtomicInteger deaths = new AtomicInteger();

    ThreadReplacement(String pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable cause) {
        LOG.error("A stream thread of pipeline {} has died", pipeline, cause);
        return deaths.incrementAndGet() > MOST
                ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
                : StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
