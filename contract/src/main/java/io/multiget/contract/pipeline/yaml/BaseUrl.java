package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.ForbiddenAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the URL of an API. Asks no name server: a name is checked again when it is resolved. */
final class BaseUrl {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int LARGEST_PORT = 65535;

    private BaseUrl() {}

    static Optional<URI> read(Value value, boolean allowLinkLocal) {
        return value.text().flatMap(text -> read(value, text, allowLinkLocal));
    }

    private static Optional<URI> read(Value value, String text, boolean allowLinkLocal) {
        if (text.contains("@")) {
            // Not shown: what stands before the @ may be a password.
            return wrong(value, "holds '@'", "a user and password do not belong in a URL", "use auth: {basic: ...}");
        }
        Optional<URI> parsed = parse(text);
        if (parsed.isEmpty()) {
            return wrong(value, "is '" + Show.cut(text) + "'", "it is not a URL", "write http://host:port/path");
        }
        String reason = refusal(parsed.get(), allowLinkLocal);
        if (!reason.isEmpty()) {
            return wrong(value, "is '" + Show.cut(text) + "'", reason, mend(reason));
        }
        return Optional.of(URI.create(text.replaceAll("/+$", "")));
    }

    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Why the URL is refused, or nothing. */
    private static String refusal(URI url, boolean allowLinkLocal) {
        if (url.getScheme() == null || !SCHEMES.contains(url.getScheme().toLowerCase(Locale.ROOT))) {
            return "expected http or https";
        }
        if (url.getHost() == null) {
            return "it has no host, or one with characters that no host has";
        }
        if (url.getPort() == 0 || url.getPort() > LARGEST_PORT) {
            return "a port is from 1 to " + LARGEST_PORT;
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return "it has a query or a fragment, which would end before the path of a lookup";
        }
        if (!url.normalize().equals(url)) {
            return "it has '.', '..' or an empty step in its path";
        }
        return allowLinkLocal ? "" : addressRefusal(url.getHost().toLowerCase(Locale.ROOT));
    }

    private static String addressRefusal(String host) {
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String last = bare.substring(bare.lastIndexOf('.') + 1);
        boolean numeric = bare.startsWith("[") || last.matches("[0-9]+|0x[0-9a-f]*");
        if (!numeric) {
            return ForbiddenAddress.isMetadataHost(bare) ? "it is a metadata service of a cloud" : "";
        }
        if (!bare.startsWith("[") && !bare.matches("((0|[1-9][0-9]{0,2})(\\.|$)){4}")) {
            return "the address is written in a way that programs read differently";
        }
        return forbidden(bare) ? "the address is link-local, a metadata service, multicast or unspecified" : "";
    }

    /** The address is written in digits, so this asks no name server. */
    private static boolean forbidden(String address) {
        try {
            return ForbiddenAddress.matches(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return true;
        }
    }

    private static String mend(String reason) {
        return reason.startsWith("the address is link") || reason.startsWith("it is a metadata")
                ? "name another host, or add allow_link_local: true"
                : "write http://host:port/path";
    }

    private static Optional<URI> wrong(Value value, String is, String why, String mend) {
        return value.wrong(value.path() + " " + is, why, mend);
    }
}
