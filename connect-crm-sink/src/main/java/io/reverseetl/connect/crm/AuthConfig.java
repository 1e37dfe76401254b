// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.auth.Authorization;
import io.reverseetl.connect.crm.auth.Authorization.Header;
import io.reverseetl.connect.crm.auth.Authorization.None;
import io.reverseetl.connect.crm.auth.Authorization.Tokens;
import io.reverseetl.connect.crm.auth.Grant;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.http.Stores;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** Reads how requests prove who sends them; what is missing or cannot be is a problem of its key. */
final class AuthConfig {

    private static final Password MISSING = new Password("");

    private final Map<String, Object> parsed;
    private final Problems problems;
    private final AuthKeys.Type type;

    AuthConfig(Map<String, Object> parsed, Problems problems) {
        this.parsed = parsed;
        this.problems = problems;
        this.type = AuthKeys.TYPE.in(parsed);
    }

    Authorization read() {
        return switch (type) {
            case NONE -> new None();
            case BEARER -> Header.bearer(token());
            case HEADER -> new Header(headerName(), token());
            case BASIC -> Header.basic(text(AuthKeys.USERNAME), secret(AuthKeys.PASSWORD));
            case CLIENT_CREDENTIALS ->
                tokens(new Grant.ClientCredentials(
                        tokenUrl(),
                        text(AuthKeys.CLIENT_ID),
                        secret(AuthKeys.CLIENT_SECRET),
                        AuthKeys.SCOPE.optionalIn(parsed)));
            case REFRESH_TOKEN ->
                tokens(new Grant.RefreshToken(
                        tokenUrl(),
                        text(AuthKeys.CLIENT_ID),
                        secret(AuthKeys.CLIENT_SECRET),
                        secret(AuthKeys.REFRESH_TOKEN)));
            case JWT_BEARER -> jwtBearer();
            // Where the CRM is does not come with a session.
            case LOGIN -> new Tokens(new LoginConfig(parsed, problems).read(tokenUrl()));
        };
    }

    /** What comes with a token may say where the CRM is, unless the config does. */
    private Tokens tokens(Grant grant) {
        return new Tokens(grant, SinkKeys.URL.optionalIn(parsed).isEmpty());
    }

    private Password token() {
        Optional<Password> token =
                AuthKeys.TOKEN.optionalIn(parsed).filter(found -> !found.value().isBlank());
        if (token.isEmpty()) {
            problems.add(
                    AuthKeys.TOKEN,
                    "auth.type=" + AuthKeys.spelling(type)
                            + " needs a token: set auth.token, or auth.type=none if the CRM" + " asks for none.");
            return MISSING;
        }
        if (!isVisible(token.get().value())) {
            problems.add(
                    AuthKeys.TOKEN,
                    "The token has characters that no token has, such as a space or a line break: copy it again.");
            return MISSING;
        }
        return token.get();
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private String headerName() {
        String name = AuthKeys.HEADER_NAME.in(parsed);
        if (!name.matches("[A-Za-z0-9_-]{1,100}")) {
            problems.add(AuthKeys.HEADER_NAME, "This cannot be the name of a header: write for example X-API-Key.");
            return "X-API-Key";
        }
        return name;
    }

    private Authorization jwtBearer() {
        URI url = tokenUrl();
        String clientId = text(AuthKeys.CLIENT_ID);
        String subject = text(AuthKeys.JWT_SUBJECT);
        String audience = AuthKeys.JWT_AUDIENCE
                .optionalIn(parsed)
                .orElseGet(() -> url.getScheme() + "://" + url.getRawAuthority());
        Password pem = secret(AuthKeys.JWT_KEY);
        if (pem.value().isEmpty()) {
            return new None();
        }
        try {
            PrivateKey key = Stores.privateKey(pem.value());
            if (key instanceof RSAPrivateKey) {
                return tokens(new Grant.JwtBearer(url, clientId, key, subject, audience));
            }
        } catch (GeneralSecurityException e) {
            // Told below; the exception may quote the key.
        }
        problems.add(
                AuthKeys.JWT_KEY,
                "This is not an RSA private key in PEM: it begins with -----BEGIN PRIVATE KEY----- (PKCS #8) and is not"
                        + " encrypted. Convert others by: openssl pkcs8 -topk8 -nocrypt -in key.pem");
        return new None();
    }

    private URI tokenUrl() {
        URI none = URI.create("https://none.invalid");
        String given = text(AuthKeys.TOKEN_URL);
        if (given.isEmpty()) {
            return none;
        }
        try {
            URI url = URI.create(given.strip());
            if (HttpTransport.accepts(url)) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Told below; the exception would repeat the value, which may hold a password.
        }
        problems.add(
                AuthKeys.TOKEN_URL,
                "This is not a URL of a token endpoint: write it as https://host/path, without user, query or fragment.");
        return none;
    }

    private String text(Key<String> key) {
        Optional<String> found = key.optionalIn(parsed);
        if (found.isEmpty()) {
            addMissing(key);
        }
        return found.orElse("");
    }

    private Password secret(Key<Password> key) {
        Optional<Password> found =
                key.optionalIn(parsed).filter(value -> !value.value().isBlank());
        if (found.isEmpty()) {
            addMissing(key);
        }
        return found.orElse(MISSING);
    }

    private void addMissing(Key<?> key) {
        problems.add(key, "auth.type=" + AuthKeys.spelling(type) + " needs " + key.name() + ": set it.");
    }
}
