package io.multiget.runner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port as the user asked for it: exactly this one, this one or a later one, or any.
 *
 * @param setting the environment variable it comes from, for messages
 * @param port where to start looking
 */
public record PortSetting(String setting, int port, Kind kind) {
    private static final int LAST = 65_535;
    /** Below the range from which systems take the ports of outgoing connections, which come and go while we start. */
    private static final int ANY_FROM = 15_000;

    private static final int ANY_TO = 30_000;

    /** How firmly the port was asked for. */
    public enum Kind {
        EXPLICIT,
        DEFAULT,
        ANY
    }

    /** Any free port. */
    public static PortSetting any(String setting) {
        return new PortSetting(setting, 0, Kind.ANY);
    }

    static PortSetting of(String setting, String value) {
        try {
            int port = Integer.parseInt(value.strip());
            if (port >= 1 && port <= LAST) {
                return new PortSetting(setting, port, Kind.EXPLICIT);
            }
        } catch (NumberFormatException e) {
            throw new SettingException(setting + " must be a port from 1 to 65535, was " + value);
        }
        throw new SettingException(setting + " must be a port from 1 to 65535, was " + value);
    }

    /**
     * A port on which nobody listens, added to {@code taken}.
     *
     * @throws SettingException when an explicit port is busy
     */
    int choose(Set<Integer> taken) {
        int chosen = kind == Kind.ANY ? random() : port;
        while (taken.contains(chosen) || !isFree(chosen)) {
            if (kind == Kind.EXPLICIT) {
                throw new SettingException("Port %d is in use; %s asks for it".formatted(port, setting));
            }
            chosen = kind == Kind.ANY ? random() : chosen + 1;
            if (chosen > LAST) {
                throw new SettingException("No free port from %d on for %s".formatted(port, setting));
            }
        }
        taken.add(chosen);
        return chosen;
    }

    private static int random() {
        return ThreadLocalRandom.current().nextInt(ANY_FROM, ANY_TO);
    }

    /** On every address: a listener on one of them alone would meet ours as well. */
    private static boolean isFree(int port) {
        return binds(new InetSocketAddress(port))
                && binds(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean binds(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            // A port whose last connections are still in TIME_WAIT can be used.
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
