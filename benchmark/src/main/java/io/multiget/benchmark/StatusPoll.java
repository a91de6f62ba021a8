package io.multiget.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an upload's status again and again, as those who follow it do, and takes the time of each answer, until it is
 * ended. Begun and ended by one thread; asks on one of its own, which keeps no JVM alive.
 */
final class StatusPoll {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest request;
    private final Duration pause;
    private final List<Long> nanos = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "status-poll");
    private volatile boolean ended;
    private volatile @Nullable String trouble;

    private StatusPoll(String url, Duration pause) {
        this.request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        this.pause = pause;
    }

    /** @param pause between an answer and the next question */
    static StatusPoll begin(String ingestUrl, String upload, Duration pause) {
        StatusPoll poll = new StatusPoll(ingestUrl + "/uploadstatus/" + upload, pause);
        poll.thread.setDaemon(true);
        poll.thread.start();
        return poll;
    }

    private void run() {
        try {
            while (!ended) {
                long asked = System.nanoTime();
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                nanos.add(System.nanoTime() - asked);
                if (answer.statusCode() != 200) {
                    trouble = "a status was answered with " + answer.statusCode() + ": " + answer.body();
                    return;
                }
                Thread.sleep(pause.toMillis());
            }
        } catch (IOException | RuntimeException e) {
            trouble = "a status was not answered: " + e;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it. @throws IOException if a status was not answered well */
    Result.StatusAnswers end() throws IOException, InterruptedException {
        ended = true;
        thread.join();
        String failed = trouble;
        if (failed != null) {
            throw new IOException(failed);
        }
        double[] sorted =
                nanos.stream().mapToDouble(n -> n / NANOS_PER_MILLI).sorted().toArray();
        return new Result.StatusAnswers(sorted.length, Quantile.of(sorted, 0.5), Quantile.of(sorted, 0.99));
    }
}
