// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.support.Key;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;

/** The config keys of the way to the CRM. Those of TLS have the names and meanings that Kafka's own clients give them. */
final class HttpKeys {

    private static final String GROUP = "Connection";

    /** The form of a file with keys or certificates. */
    enum StoreType {
        PEM,
        JKS,
        PKCS12
    }

    /** How what is sent is compressed. */
    enum Compression {
        NONE,
        GZIP
    }

    static final Key<String> TRUSTSTORE = file("ssl.truststore.location")
            .doc("A file with the certificates that the CRM's own must go back to. By default what the JVM trusts.");

    static final Key<StoreType> TRUSTSTORE_TYPE = Key.choice(
                    "ssl.truststore.type", StoreType.class, HttpKeys::lowerCase)
            .defaultsTo("jks")
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The form of `ssl.truststore.location`: `jks`, `pkcs12`, or `pem` for certificates in text.");

    static final Key<Password> TRUSTSTORE_PASSWORD =
            secret("ssl.truststore.password").doc("The password of a trust store in JKS or PKCS12.");

    static final Key<String> KEYSTORE = file("ssl.keystore.location")
            .doc("A file with the key and the certificates by which the sink shows who it is, if the CRM asks (mTLS).");

    static final Key<StoreType> KEYSTORE_TYPE = Key.choice("ssl.keystore.type", StoreType.class, HttpKeys::lowerCase)
            .defaultsTo("jks")
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The form of `ssl.keystore.location`: `jks`, `pkcs12`, or `pem` for a private key (PKCS #8, not"
                    + " encrypted) and certificates in text.");

    static final Key<Password> KEYSTORE_PASSWORD =
            secret("ssl.keystore.password").doc("The password of a key store in JKS or PKCS12.");

    static final Key<Password> KEY_PASSWORD = secret("ssl.key.password")
            .doc("The password of the key in the key store. By default `ssl.keystore.password`.");

    static final Key<String> PROXY_HOST = Key.text("proxy.host")
            .optional()
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The host of an HTTP proxy on the way to the CRM.");

    static final Key<Integer> PROXY_PORT = Key.integer("proxy.port")
            .defaultsTo(3128)
            .between(1, 65_535)
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The port of the proxy.");

    static final Key<String> PROXY_USER = Key.text("proxy.username")
            .optional()
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The user, if the proxy asks for one.");

    static final Key<Password> PROXY_PASSWORD = secret("proxy.password").doc("The password for `proxy.username`.");

    static final Key<Compression> COMPRESSION = Key.choice(
                    "request.compression", Compression.class, HttpKeys::lowerCase)
            .defaultsTo("none")
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("How what is sent is compressed: `none`, or `gzip` if the CRM takes that. Answers may always be"
                    + " compressed.");

    private HttpKeys() {}

    private static Key<String> file(String name) {
        return Key.text(name).optional().group(GROUP).importance(Importance.LOW).width(Width.LONG);
    }

    private static Key<Password> secret(String name) {
        return Key.secret(name).optional().group(GROUP).importance(Importance.LOW);
    }

    static List<Key<?>> all() {
        return List.of(
                TRUSTSTORE,
                TRUSTSTORE_TYPE,
                TRUSTSTORE_PASSWORD,
                KEYSTORE,
                KEYSTORE_TYPE,
                KEYSTORE_PASSWORD,
                KEY_PASSWORD,
                PROXY_HOST,
                PROXY_PORT,
                PROXY_USER,
                PROXY_PASSWORD,
                COMPRESSION);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
