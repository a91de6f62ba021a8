package io.multiget.enricher.http;

import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.ForbiddenAddress;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Finds an API's addresses, on a thread of its own, as the JDK's resolver blocks. A name that leads to a {@link
 * ForbiddenAddress} leads nowhere, whatever it led to when the pipeline was loaded. Safe for any thread.
 */
final class HostResolver extends InetNameResolver {
    /** Finds a name's addresses; may block. */
    interface Names {
        InetAddress[] find(String host) throws UnknownHostException;
    }

    private final Names names;
    private final boolean allowLinkLocal;
    private final ExecutorService thread;

    HostResolver(Api api) {
        this(api, InetAddress::getAllByName);
    }

    HostResolver(Api api, Names names) {
        super(ImmediateEventExecutor.INSTANCE);
        this.names = names;
        this.allowLinkLocal = api.allowLinkLocal();
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread resolving = new Thread(task, "resolve-" + api.name());
            resolving.setDaemon(true);
            return resolving;
        });
    }

    @Override
    protected void doResolve(String host, Promise<InetAddress> promise) {
        in(promise, () -> promise.trySuccess(addresses(host).get(0)));
    }

    @Override
    protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
        in(promise, () -> promise.trySuccess(addresses(host)));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private interface Resolving {
        void run() throws UnknownHostException;
    }

    private void in(Promise<?> promise, Resolving resolving) {
        try {
            thread.execute(() -> {
                try {
                    resolving.run();
                } catch (UnknownHostException unknown) {
                    promise.tryFailure(unknown);
                }
            });
        } catch (RejectedExecutionException closed) {
            promise.tryFailure(closed);
        }
    }

    private List<InetAddress> addresses(String host) throws UnknownHostException {
        List<InetAddress> addresses = Arrays.stream(names.find(host))
                .filter(address -> allowLinkLocal || !ForbiddenAddress.matches(address))
                .toList();
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host + " leads to an address that no call may go to");
        }
        return addresses;
    }
}
