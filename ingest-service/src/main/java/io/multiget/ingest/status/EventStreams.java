package io.multiget.ingest.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.multiget.contract.UploadStatus;
import io.multiget.contract.json.Json;
import io.multiget.ingest.problem.ProblemException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * Streams of an upload's statuses (server-sent events). One thread looks at every upload that has a stream ten times a
 * second and sends what has changed; nobody who reads slowly holds it up. Safe for any thread.
 */
final class EventStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    /** Each costs a connection and a buffer; who is refused can still poll. */
    static final int MOST_STREAMS = 500;

    private final Statuses statuses;
    private final int mostStreams;
    private final Map<UUID, Set<EventStream>> streams = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "event-streams");
        thread.setDaemon(true);
        return thread;
    });

    EventStreams(Statuses statuses, int mostStreams) {
        this.statuses = statuses;
        this.mostStreams = mostStreams;
        looker.scheduleWithFixedDelay(this::lookAtAll, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Answers a request with the upload's statuses until it is at an end, beginning with this one.
     *
     * @throws ProblemException 429 when too many do
     */
    void open(UploadStatus first, HttpServletRequest request, HttpServletResponse response) throws IOException {
        UUID upload = first.uploadId();
        if (open.incrementAndGet() > mostStreams) {
            open.decrementAndGet();
            throw new ProblemException(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "too_many_requests",
                            "Too many event streams are open; poll instead.")
                    .limit(mostStreams)
                    .retryAfter(Duration.ofSeconds(5));
        }
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext context = request.startAsync();
        EventStream stream = new EventStream(context, () -> forget(upload));
        stream.offer(event(first), first.state().isEnd());
        streams.compute(upload, (id, set) -> with(stream, set));
        stream.begin();
    }

    private static Set<EventStream> with(EventStream stream, @Nullable Set<EventStream> set) {
        Set<EventStream> all = set == null ? ConcurrentHashMap.newKeySet() : set;
        all.add(stream);
        return all;
    }

    private void forget(UUID upload) {
        open.decrementAndGet();
        streams.computeIfPresent(upload, (id, set) -> {
            set.removeIf(EventStream::isOver);
            return set.isEmpty() ? null : set;
        });
    }

    private void lookAtAll() {
        streams.forEach((upload, set) -> {
            try {
                lookAt(upload, set);
            } catch (JsonProcessingException | RuntimeException e) {
                // Thrown on, it would end the looking for all streams.
                LOG.error("The event streams of upload {} end", upload, e);
                set.forEach(EventStream::end);
            }
        });
    }

    private void lookAt(UUID upload, Set<EventStream> set) throws JsonProcessingException {
        Optional<UploadStatus> status = look(upload);
        if (status.isPresent()) {
            byte[] event = event(status.get());
            set.forEach(stream -> stream.offer(event, status.get().state().isEnd()));
        } else {
            set.forEach(EventStream::keepAlive);
        }
    }

    /** Nothing while the store is being restored; the streams stay open. */
    private Optional<UploadStatus> look(UUID upload) {
        try {
            return statuses.find(upload);
        } catch (UploadStore.NotRestoredException e) {
            return Optional.empty();
        }
    }

    private static byte[] event(UploadStatus status) throws JsonProcessingException {
        String json = Json.mapper().writeValueAsString(status);
        return ("event: status\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        looker.shutdownNow();
        streams.values().forEach(set -> set.forEach(EventStream::end));
    }
}
