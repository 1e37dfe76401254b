// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A broker with SASL_SSL and access control lists: a certificate of its own, users with passwords, and nothing allowed
 * to a user that has not been granted, but for {@link #ADMIN}.
 *
 * @param certificate the broker's key and certificate; also what its clients trust
 * @param users names beside the administrator's; each has the password that {@link #password} tells
 */
public record BrokerSecurity(Path certificate, List<String> users) {

    public static final String ADMIN = "admin";
    private static final String STORE_PASSWORD = "not-a-secret";
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    public BrokerSecurity {
        users = List.copyOf(users);
    }

    /** Makes a certificate for loopback, which itself says that it is to be trusted. */
    public static BrokerSecurity create(Path directory, List<String> users) {
        Path certificate = directory.resolve("broker.p12");
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(certificate);
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "broker",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=broker",
                            "-ext",
                            "san=ip:" + Ports.LOOPBACK,
                            "-validity",
                            "30",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            certificate.toString(),
                            "-storepass",
                            STORE_PASSWORD)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
                throw new IllegalStateException("keytool could not make " + certificate);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + certificate, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while making " + certificate, e);
        }
        return new BrokerSecurity(certificate, users);
    }

    static String password(String user) {
        return user + "-not-a-secret";
    }

    Map<String, String> brokerConfig() {
        String accounts = users.stream()
                .map(user -> " user_" + user + "=\"" + password(user) + "\"")
                .collect(Collectors.joining());
        return Map.ofEntries(
                Map.entry("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "SASL_SSL"),
                Map.entry("sasl.enabled.mechanisms", "PLAIN"),
                Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
                Map.entry(
                        "listener.name.sasl_ssl.plain.sasl.jaas.config",
                        "%s username=\"%s\" password=\"%s\" user_%s=\"%s\"%s;"
                                .formatted(LOGIN, ADMIN, password(ADMIN), ADMIN, password(ADMIN), accounts)),
                Map.entry("ssl.keystore.location", certificate.toString()),
                Map.entry("ssl.keystore.type", "PKCS12"),
                Map.entry("ssl.keystore.password", STORE_PASSWORD),
                Map.entry("ssl.truststore.location", certificate.toString()),
                Map.entry("ssl.truststore.type", "PKCS12"),
                Map.entry("ssl.truststore.password", STORE_PASSWORD),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                // Nobody but the broker itself speaks on the controller's listener.
                Map.entry("super.users", "User:" + ADMIN + ";User:ANONYMOUS"));
    }

    /** What a client of a user needs beside the bootstrap servers. */
    public Map<String, String> clientConfig(String user) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "%s username=\"%s\" password=\"%s\";".formatted(LOGIN, user, password(user)),
                "ssl.truststore.location",
                certificate.toString(),
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.password",
                STORE_PASSWORD);
    }
}
