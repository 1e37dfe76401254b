// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.HttpKeys.StoreType;
import io.reverseetl.connect.crm.http.HttpSettings;
import io.reverseetl.connect.crm.http.Stores;
import io.reverseetl.connect.crm.http.Tls;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.PluginVersion;
import io.reverseetl.connect.support.Problems;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Reads the way to the CRM: files that cannot be read as what they are said to be are problems of their keys. */
final class HttpConfig {

    private static final Password EMPTY = new Password("");

    private final Map<String, Object> parsed;
    private final Problems problems;

    HttpConfig(Map<String, Object> parsed, Problems problems) {
        this.parsed = parsed;
        this.problems = problems;
    }

    HttpSettings read() {
        return new HttpSettings(
                "reverseetl-connect-crm-sink/" + PluginVersion.current(),
                FlowKeys.MAX_IN_FLIGHT.in(parsed),
                FailureKeys.REQUEST_TIMEOUT.in(parsed),
                tls(),
                proxy(),
                HttpKeys.COMPRESSION.in(parsed) == HttpKeys.Compression.GZIP);
    }

    private Optional<HttpSettings.Proxy> proxy() {
        // Its address is looked up when it is needed.
        return HttpKeys.PROXY_HOST
                .optionalIn(parsed)
                .map(host -> new HttpSettings.Proxy(
                        InetSocketAddress.createUnresolved(host.strip(), HttpKeys.PROXY_PORT.in(parsed)),
                        HttpKeys.PROXY_USER.optionalIn(parsed).orElse(null),
                        HttpKeys.PROXY_PASSWORD.optionalIn(parsed).orElse(EMPTY)));
    }

    private Optional<Tls> tls() {
        if (HttpKeys.TRUSTSTORE.optionalIn(parsed).isEmpty()
                && HttpKeys.KEYSTORE.optionalIn(parsed).isEmpty()) {
            return Optional.empty();
        }
        Password storePassword = HttpKeys.KEYSTORE_PASSWORD.optionalIn(parsed).orElse(EMPTY);
        char[] keyPassword = HttpKeys.KEY_PASSWORD
                .optionalIn(parsed)
                .orElse(storePassword)
                .value()
                .toCharArray();
        KeyStore trusted = store(
                HttpKeys.TRUSTSTORE,
                HttpKeys.TRUSTSTORE_TYPE.in(parsed),
                HttpKeys.TRUSTSTORE_PASSWORD.optionalIn(parsed).orElse(EMPTY),
                Stores::trusting);
        KeyStore own = store(
                HttpKeys.KEYSTORE,
                HttpKeys.KEYSTORE_TYPE.in(parsed),
                storePassword,
                pem -> Stores.identity(pem, keyPassword));
        try {
            return Optional.of(new Tls(trusted, own, keyPassword));
        } catch (GeneralSecurityException e) {
            problems.add(
                    HttpKeys.KEYSTORE,
                    "Keys or certificates cannot be used (" + e.getClass().getSimpleName()
                            + "). Check ssl.key.password, and that the trust store has a certificate.");
            return Optional.empty();
        }
    }

    private @Nullable KeyStore store(Key<String> key, StoreType type, Password password, PemReader pem) {
        Optional<String> file = key.optionalIn(parsed);
        if (file.isEmpty()) {
            return null;
        }
        try {
            Path path = Path.of(file.get().strip());
            return type == StoreType.PEM
                    ? pem.read(Files.readString(path))
                    : Stores.open(path, type.name(), password.value().toCharArray());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // Without its message, which may quote what is in the file.
            problems.add(
                    key,
                    "The file '" + file.get() + "' cannot be read as " + type + " ("
                            + e.getClass().getSimpleName() + "). It has to be on every worker; check its rights, "
                            + key.name().replace("location", "type") + " and "
                            + key.name().replace("location", "password") + ".");
            return null;
        }
    }

    /** Makes a store of a file in PEM. */
    private interface PemReader {

        KeyStore read(String pem) throws IOException, GeneralSecurityException;
    }
}
