package io.multiget.contract.pipeline;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;

/**
 * Addresses that no API has and an attacker likes: a machine's own cloud metadata, link-local neighbours, multicast and
 * "this host". Loopback and private networks are allowed; an API inside a company is the normal case.
 *
 * <p>The loader asks about addresses written in a file; whoever resolves a host's name must ask again, for a name may
 * resolve to one of these.
 */
public final class ForbiddenAddress {
    private static final Set<String> METADATA_HOSTS = Set.of(
            "metadata",
            "metadata.google.internal",
            "metadata.goog",
            "metadata.azure.internal",
            "instance-data",
            "instance-data.ec2.internal");

    private static final Set<String> METADATA_ADDRESSES = Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200");

    private ForbiddenAddress() {}

    /** Whether the name is one of a cloud's metadata service; written in lower case, without a final dot. */
    public static boolean isMetadataHost(String host) {
        return METADATA_HOSTS.contains(host);
    }

    /** Whether no call may go there, also when the address is an IPv4 one in IPv6's clothes. */
    public static boolean matches(InetAddress address) {
        return address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || METADATA_ADDRESSES.contains(address.getHostAddress())
                || address.getHostAddress().equals("255.255.255.255")
                || address instanceof Inet6Address inet6 && embedded(inet6);
    }

    /** Reads the IPv4 address in an IPv4-compatible, a NAT64 ({@code 64:ff9b::/96}) or a 6to4 ({@code 2002::/16}) one. */
    private static boolean embedded(Inet6Address address) {
        byte[] bytes = address.getAddress();
        boolean compatible = startsWith(bytes, new byte[12]) && !address.isLoopbackAddress();
        boolean nat64 = startsWith(bytes, new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0});
        boolean sixToFour = startsWith(bytes, new byte[] {0x20, 0x02});
        if (!compatible && !nat64 && !sixToFour) {
            return false;
        }
        int at = sixToFour ? 2 : 12;
        try {
            return matches(InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
