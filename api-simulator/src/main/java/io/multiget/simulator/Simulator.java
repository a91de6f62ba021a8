package io.multiget.simulator;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A simulated MercadoLibre API, listening.
 *
 * <p>One event loop thread owns everything; the methods here may be called from any other thread and wait for it.
 */
public final class Simulator implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int LONGEST_URI = 64 * 1024;
    private static final int LARGEST_BODY = 1024 * 1024;
    private static final long FLUSH_MILLIS = 100;
    private static final long CLOSE_SECONDS = 5;

    private final EventLoopGroup loop;
    private final Channel server;
    /** The event loop's own counts in whole milliseconds, and rounds up. */
    private final ScheduledExecutorService clock;

    private final SimulatedApi api;
    private final ControlPanel panel;

    private Simulator(
            EventLoopGroup loop, ScheduledExecutorService clock, Channel server, SimulatedApi api, ControlPanel panel) {
        this.loop = loop;
        this.clock = clock;
        this.server = server;
        this.api = api;
        this.panel = panel;
    }

    /**
     * Starts a simulator and returns when it listens.
     *
     * @throws UncheckedIOException when the port is taken or the log cannot be written
     */
    public static Simulator start(SimulatorSettings settings) {
        try {
            return start(settings, new CallLog(settings.log()));
        } catch (IOException e) {
            throw new UncheckedIOException("log " + settings.log() + ": " + e.getMessage(), e);
        }
    }

    private static Simulator start(SimulatorSettings settings, CallLog log) {
        long started = System.nanoTime();
        SimulatedApi api = new SimulatedApi(settings, () -> System.nanoTime() - started, Clock.systemUTC(), log);
        ControlPanel panel = new ControlPanel(api);
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("api-simulator", true), NioIoHandler.newFactory());
        ScheduledExecutorService clock =
                Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("api-simulator-clock", true));
        ChannelFuture bound = bootstrap(loop, api, panel, clock)
                .bind(settings.host(), settings.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            clock.shutdownNow();
            loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
            throw new UncheckedIOException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + " (MULTIGET_SIMULATOR_PORT): "
                            + bound.cause().getMessage(),
                    new IOException(bound.cause()));
        }
        loop.scheduleAtFixedRate(log::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        return new Simulator(loop, clock, bound.channel(), api, panel);
    }

    private static ServerBootstrap bootstrap(
            EventLoopGroup loop, SimulatedApi api, ControlPanel panel, ScheduledExecutorService clock) {
        HttpDecoderConfig http = new HttpDecoderConfig().setMaxInitialLineLength(LONGEST_URI);
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpRequestDecoder(http))
                                .addLast(new HttpObjectAggregator(LARGEST_BODY))
                                .addLast(new CallHandler(api, panel, clock));
                    }
                });
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Its address as seen from this machine. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** What was asked since the start or the last {@link #reset()}. */
    public SimulatorStats stats() {
        return onLoop(() -> api.tally().stats());
    }

    /** The latest 10,000 calls after a number, oldest first. */
    public List<LoggedCall> callsAfter(long number) {
        return onLoop(() -> api.log().after(number));
    }

    /**
     * Changes the behaviour from the next call on; the names are those of {@link Behaviour}.
     *
     * @throws IllegalArgumentException for a name or a value that is not understood; nothing is changed then
     */
    public void change(Map<String, String> changes) {
        onLoop(() -> {
            panel.change(changes);
            return changes;
        });
    }

    /** {@link #change(Map)} of one name. */
    public void change(String name, String value) {
        change(Map.of(name, value));
    }

    /** Forgets how often ids were asked and begins to count anew. The behaviour stays. */
    public void reset() {
        onLoop(() -> {
            api.reset();
            return api;
        });
    }

    /** Stops listening, closes every connection and the log. */
    @Override
    public void close() {
        clock.shutdownNow();
        loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
        try {
            api.log().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the server no longer listens. */
    void awaitEnd() {
        server.closeFuture().syncUninterruptibly();
    }

    /** An exception of the task comes out here as it is. */
    private <T> T onLoop(Callable<T> task) {
        return loop.submit(task).syncUninterruptibly().getNow();
    }
}
