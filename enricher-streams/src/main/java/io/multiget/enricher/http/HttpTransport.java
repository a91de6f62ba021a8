package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Api;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Calls over HTTP. Safe for any thread. */
final class HttpTransport implements Transport, AutoCloseable {
    /** Enough for 20 full items; anything far beyond is no answer to our question. */
    static final int MAX_BODY_BYTES = 8 << 20;

    private final Map<String, ApiClient> clients = new HashMap<>();

    /**
     * @param apis the pipeline's, by name
     * @param nanos a monotonic clock
     */
    HttpTransport(Map<String, Api> apis, LongSupplier nanos) {
        apis.forEach((name, api) -> clients.put(name, new ApiClient(api, nanos)));
    }

    @Override
    public void send(Call call, Consumer<HttpAnswer> done) {
        send(call, () -> {}, done);
    }

    @Override
    public void send(Call call, Runnable departed, Consumer<HttpAnswer> done) {
        ApiClient client = clients.get(call.api().name());
        if (client == null) {
            throw new IllegalArgumentException("no client for api " + call.api().name());
        }
        client.send(call, departed, done);
    }

    @Override
    public void close() {
        clients.values().forEach(ApiClient::close);
    }
}
