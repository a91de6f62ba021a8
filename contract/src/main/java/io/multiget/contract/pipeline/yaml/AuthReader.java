package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Auth;
import io.multiget.contract.pipeline.Auth.ApiKey.Place;
import io.multiget.contract.pipeline.Secret;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code apis.*.auth}: one way of saying who asks. */
final class AuthReader {
    private static final List<String> WAYS = List.of("bearer", "api_key", "basic", "oauth2");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** They say where a request goes and where it ends. */
    private static final Set<String> NOT_OURS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect");

    private final Environment environment;
    private final boolean allowLinkLocal;

    AuthReader(Environment environment, boolean allowLinkLocal) {
        this.environment = environment;
        this.allowLinkLocal = allowLinkLocal;
    }

    Auth read(Value value) {
        Section section = value.section("bearer", "api_key", "basic", "oauth2");
        List<String> ways = WAYS.stream().filter(section::has).toList();
        if (ways.size() != 1) {
            value.wrong(
                    value.path() + " has " + (ways.isEmpty() ? "no way" : String.join(" and ", ways)),
                    "expected one of " + Show.anyOf(WAYS),
                    ways.isEmpty() ? "choose one, or take auth out" : "keep one");
        }
        return section.get("bearer")
                .flatMap(this::sendable)
                .<Auth>map(token -> isEmpty(token) ? new Auth.None() : new Auth.Bearer(token))
                .or(() -> section.get("api_key").flatMap(this::apiKey))
                .or(() -> section.get("basic").flatMap(this::basic))
                .or(() -> section.get("oauth2").flatMap(this::clientCredentials))
                .orElse(new Auth.None());
    }

    private static boolean isEmpty(Secret secret) {
        return secret.reveal().isEmpty();
    }

    /** A secret that goes into a request as it is. */
    private Optional<Secret> sendable(Value value) {
        return environment
                .secret(value)
                .flatMap(secret -> secret.reveal().chars().allMatch(c -> c >= ' ' && c <= '~')
                        ? Optional.of(secret)
                        : value.wrong(
                                "the variable of " + value.path() + " holds a character beyond ASCII",
                                "a header cannot carry it",
                                "check the variable"));
    }

    private Optional<Auth> apiKey(Value value) {
        Section section = value.section("header", "query", "value");
        if (section.has("header") == section.has("query")) {
            return value.wrong(
                    value.path() + (section.has("query") ? " has header and query" : " has neither header nor query"),
                    "the key goes in one place",
                    "write header: X-Api-Key, or query: api_key");
        }
        Place place = section.has("header") ? Place.HEADER : Place.QUERY;
        Optional<String> name =
                section.get(place.name().toLowerCase(Locale.ROOT)).flatMap(v -> placeName(v, place));
        Optional<Secret> key = section.require("value").flatMap(this::sendable);
        return key.flatMap(
                k -> isEmpty(k) ? Optional.of(new Auth.None()) : name.map(n -> new Auth.ApiKey(place, n, k)));
    }

    private Optional<String> placeName(Value value, Place place) {
        return value.text().flatMap(name -> {
            boolean header = place == Place.HEADER;
            if (header && NOT_OURS.contains(name.toLowerCase(Locale.ROOT))) {
                return value.wrong(
                        value.path() + " is '" + name + "'", "that header steers the connection", "name another");
            }
            return (header ? HEADER : QuestionReader.PARAMETER).matcher(name).matches()
                    ? Optional.of(name)
                    : value.wrong(
                            value.path() + " is '" + Show.cut(name) + "'",
                            "it holds a character that such a name cannot have",
                            header ? "write a header such as X-Api-Key" : "write a parameter such as api_key");
        });
    }

    private Optional<Auth> basic(Value value) {
        Section section = value.section("user", "password");
        Optional<Value> user = section.require("user").flatMap(environment::expand);
        Optional<Secret> password = section.require("password").flatMap(environment::secret);
        if (user.isEmpty() || password.isEmpty()) {
            return Optional.empty();
        }
        return user.get()
                .text()
                .flatMap(name -> name.contains(":")
                        ? user.get().wrong(user.get().path() + " holds ':'", "it would end the user", "check the user")
                        : Optional.of(new Auth.Basic(name, password.get())));
    }

    private Optional<Auth> clientCredentials(Value value) {
        Section section = value.section("token_url", "client_id", "client_secret", "scope");
        Optional<URI> url =
                section.require("token_url").flatMap(environment::expand).flatMap(v -> BaseUrl.read(v, allowLinkLocal));
        Optional<String> id =
                section.require("client_id").flatMap(environment::expand).flatMap(Value::text);
        Optional<Secret> secret = section.require("client_secret").flatMap(this::needed);
        Optional<String> scope =
                section.get("scope").flatMap(environment::expand).flatMap(Value::text);
        if (url.isEmpty() || id.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Auth.ClientCredentials(url.get(), id.get(), secret.get(), scope));
    }

    private Optional<Secret> needed(Value value) {
        return environment
                .secret(value)
                .flatMap(secret -> isEmpty(secret)
                        ? value.wrong(
                                value.path() + " is empty", "no token can be fetched without it", "set the variable")
                        : Optional.of(secret));
    }
}
