package io.multiget.runner.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.multiget.contract.UploadStatus;
import io.multiget.contract.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The HTTP surface of ingest-service without anything behind it: it says what a test tells it to. Safe for any thread. */
final class FakeIngest implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("/uploadstatus/([^/]+)");
    private static final Pattern EVENTS = Pattern.compile("/uploadstatus/([^/]+)/events");
    private static final Pattern ACTION = Pattern.compile("/uploads/([^/]+)/([a-z]+)");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]*)\"");
    private static final int HEAD_BYTES = 1024;
    private static final long HEARTBEAT_MILLIS = 500;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final PageFile page;
    private final String connect;

    private final Map<String, UploadStatus> statuses = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final AtomicInteger connectionsToLose = new AtomicInteger();
    private final AtomicInteger listeners = new AtomicInteger();
    private final Object changed = new Object();
    private final UUID nextId = UUID.randomUUID();
    private volatile Optional<Refusal> refusal = Optional.empty();
    private volatile boolean events = true;
    private volatile boolean away;
    private volatile boolean closed;
    private volatile Semaphore readable = new Semaphore(Integer.MAX_VALUE);

    /** A file that came in. */
    record Received(String fileName, @Nullable String idempotencyKey, String query, long bodyBytes) {}

    private record Refusal(int status, String problem) {}

    private FakeIngest(PageFile page) throws IOException {
        this.page = page;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        this.connect = "'self'";
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static FakeIngest start() throws IOException {
        return new FakeIngest(PageFile.find());
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The id that the next file gets. */
    UUID nextId() {
        return nextId;
    }

    /** The newest status of its upload, for whoever asks and whoever listens. */
    void show(UploadStatus status) {
        statuses.put(status.uploadId().toString(), status);
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    /** Every file is refused from now on. */
    void refuseFiles(int status, String problem) {
        refusal = Optional.of(new Refusal(status, problem));
    }

    void takeFiles() {
        refusal = Optional.empty();
    }

    /** The next files are read to their end and their connections cut instead of answered. */
    void loseConnections(int count) {
        connectionsToLose.set(count);
    }

    /** Reads {@code kibibytes} more of files, and waits then. */
    void readSlowly(int kibibytes) {
        readable = new Semaphore(kibibytes);
    }

    void readOn() {
        readable.release(Integer.MAX_VALUE / 2);
    }

    /** There is no event stream from now on; those who listen are dropped. */
    void withoutEvents() {
        events = false;
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    /** Nobody is answered, as if the service were gone. */
    void goAway() {
        away = true;
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    void comeBack() {
        away = false;
    }

    /** Has the call {@code POST /uploads/{id}/<action>}, and answers it with this. */
    void offer(String action, String answer) {
        answers.put(action, answer);
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** The actions asked for, like {@code replay?only=rejected}. */
    List<String> posted() {
        return List.copyOf(posted);
    }

    int listeners() {
        return listeners.get();
    }

    @Override
    public void close() {
        closed = true;
        synchronized (changed) {
            changed.notifyAll();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (away) {
                return; // closed without an answer
            }
            allowPagesFromDisk(exchange);
            if (isPreflight(exchange)) {
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            route(exchange);
        }
    }

    private static void allowPagesFromDisk(HttpExchange exchange) {
        if ("null".equals(exchange.getRequestHeaders().getFirst("Origin"))) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Access-Control-Allow-Origin", "null");
            headers.set("Access-Control-Allow-Methods", "GET, HEAD, POST");
            headers.set("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, Last-Event-ID");
            headers.set("Access-Control-Expose-Headers", "Location, Retry-After");
        }
    }

    private static boolean isPreflight(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("OPTIONS")
                && exchange.getRequestHeaders().containsKey("Access-Control-Request-Method");
    }

    private void route(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher status = STATUS.matcher(path);
        Matcher stream = EVENTS.matcher(path);
        Matcher action = ACTION.matcher(path);
        if (path.equals("/") || status.matches() && wantsPage(exchange)) {
            answerPage(exchange);
        } else if (path.equals("/uploadfile")) {
            receive(exchange);
        } else if (path.equals("/uploads")) {
            answer(exchange, 200, recent());
        } else if (status.matches()) {
            answerStatus(exchange, status.group(1));
        } else if (stream.matches()) {
            answerEvents(exchange, stream.group(1));
        } else if (action.matches() && answers.containsKey(action.group(2))) {
            act(exchange, action.group(2));
        } else {
            answer(exchange, 404, problem("not_found", "There is nothing at this address."));
        }
    }

    private static boolean wantsPage(HttpExchange exchange) {
        return String.valueOf(exchange.getRequestHeaders().getFirst("Accept")).contains("text/html");
    }

    private void answerPage(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/html;charset=utf-8");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src " + page.scriptHash() + "; style-src " + page.styleHash()
                        + "; connect-src " + connect + "; img-src data:; form-action 'self'; base-uri 'none';"
                        + " frame-ancestors 'none'");
        send(exchange, 200, page.text());
    }

    private String recent() throws IOException {
        List<UploadStatus> newest = new ArrayList<>(statuses.values());
        Collections.reverse(newest);
        return "{\"uploads\":" + Json.mapper().writeValueAsString(newest) + ",\"next\":null}";
    }

    private void answerStatus(HttpExchange exchange, String id) throws IOException {
        UploadStatus status = statuses.get(id);
        if (status == null) {
            answer(exchange, 404, problem("unknown_upload", "There is no upload with this id."));
        } else {
            answer(exchange, 200, Json.mapper().writeValueAsString(status));
        }
    }

    private void answerEvents(HttpExchange exchange, String id) throws IOException {
        if (!events || !statuses.containsKey(id)) {
            answer(exchange, 404, problem("not_found", "There are no events."));
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        listeners.incrementAndGet();
        try (OutputStream out = exchange.getResponseBody()) {
            tell(out, id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.decrementAndGet();
        }
    }

    private void tell(OutputStream out, String id) throws IOException, InterruptedException {
        UploadStatus told = null;
        while (!closed && !away && events && (told == null || !told.state().isEnd())) {
            UploadStatus status = statuses.get(id);
            String message = status == told
                    ? ":\n\n"
                    : "event: status\ndata: " + Json.mapper().writeValueAsString(status) + "\n\n";
            out.write(message.getBytes(StandardCharsets.UTF_8));
            out.flush();
            told = status;
            synchronized (changed) {
                if (statuses.get(id) == told && !closed) {
                    changed.wait(HEARTBEAT_MILLIS);
                }
            }
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        Optional<Refusal> refused = refusal;
        Received file = read(exchange);
        received.add(file);
        if (refused.isPresent()) {
            answer(exchange, refused.get().status(), refused.get().problem());
        } else if (connectionsToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return;
        } else if (wantsPage(exchange)) {
            exchange.getResponseHeaders().set("Location", "/uploadstatus/" + nextId);
            exchange.sendResponseHeaders(303, -1);
        } else {
            answer(exchange, 202, "{\"upload_id\":\"" + nextId + "\",\"status_url\":\"/uploadstatus/" + nextId + "\"}");
        }
    }

    private Received read(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] head = in.readNBytes(HEAD_BYTES);
        long size = head.length;
        byte[] buffer = new byte[HEAD_BYTES];
        int count = head.length;
        while (count > 0) {
            readable.acquireUninterruptibly();
            count = in.readNBytes(buffer, 0, buffer.length);
            size += count;
        }
        Matcher name = FILE_NAME.matcher(new String(head, StandardCharsets.UTF_8));
        URI address = exchange.getRequestURI();
        return new Received(
                name.find() ? name.group(1) : "",
                exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                address.getRawQuery() == null ? "" : address.getRawQuery(),
                size);
    }

    private void act(HttpExchange exchange, String action) throws IOException {
        if (exchange.getRequestMethod().equals("OPTIONS")) {
            exchange.getResponseHeaders().set("Allow", "POST,OPTIONS");
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        String query = exchange.getRequestURI().getQuery();
        posted.add(query == null ? action : action + "?" + query);
        boolean dryRun = query != null && query.contains("dry_run=true");
        answer(exchange, dryRun ? 200 : 202, answers.get(action));
    }

    static String problem(String code, String detail) {
        return "{\"type\":\"urn:multiget:problem:" + code + "\",\"title\":\"" + title(code) + "\",\"detail\":\""
                + detail + "\",\"code\":\"" + code + "\"}";
    }

    private static String title(String code) {
        return Character.toUpperCase(code.charAt(0)) + code.substring(1).replace('_', ' ');
    }

    private static final Set<Integer> GOOD = Set.of(200, 202);

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getResponseHeaders()
                .set("Content-Type", GOOD.contains(status) ? "application/json" : "application/problem+json");
        send(exchange, status, json);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
