// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.SourceConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to a PostgreSQL that lets in nobody without, under a certificate for the name localhost. */
class TlsIT {

    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .commonName("localhost")
                .signedBy(AUTHORITY)
                .build();
        Path rules = Files.writeString(folder.resolve("pg_hba.conf"), """
                hostnossl postgres postgres all trust
                hostssl all all all trust
                """);
        server = EmbeddedPostgres.builder()
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", write("server.crt", certificate.certificatePem()))
                .setServerConfig("ssl_key_file", write("server.key", certificate.privateKeyPkcs8Pem()))
                .setServerConfig("hba_file", rules.toString())
                .start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL)");
            statement.execute("INSERT INTO t VALUES (1, '2026-01-01')");
            statement.execute("CREATE ROLE secure SUPERUSER LOGIN");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** The server runs as another user if the test is root's, and refuses a key that others may read. */
    private static String write(String name, String pem) throws IOException {
        Path file = Files.writeString(folder.resolve(name), pem);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private static Map<String, String> config(String host, String rootCertificate) {
        return SourceConfig.of(
                "jdbc:postgresql://" + host + ":" + server.getPort() + "/postgres",
                "connection.user",
                "secure",
                "connection.sslmode",
                "verify-full",
                "connection.sslrootcert",
                rootCertificate);
    }

    @Test
    void rows_come_over_tls_from_a_server_whose_certificate_and_name_are_checked() throws IOException {
        // Given
        Map<String, String> config = config("localhost", write("root.crt", AUTHORITY.certificatePem()));
        assertThat(SourceConfig.errors(config)).isEmpty();

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = connector.take(1);
        }

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1);
    }

    @Test
    void without_tls_the_server_lets_nobody_in() throws IOException {
        // Given
        Map<String, String> config = config("localhost", write("root.crt", AUTHORITY.certificatePem()));
        config.put("connection.sslmode", "disable");

        // When, Then
        assertThat(SourceConfig.errors(config)).containsOnlyKeys("connection.user");
    }

    @Test
    void the_certificate_of_another_authority_is_refused_on_the_key_of_the_root_certificate() throws IOException {
        // Given
        HeldCertificate other =
                new HeldCertificate.Builder().certificateAuthority(0).build();

        // When
        Map<String, List<String>> errors =
                SourceConfig.errors(config("localhost", write("other.crt", other.certificatePem())));

        // Then
        assertThat(errors).containsOnlyKeys("connection.sslrootcert");
        assertThat(errors.toString()).contains("not of an authority in sslrootcert");
    }

    @Test
    void a_host_that_the_certificate_does_not_name_is_refused_on_the_url() throws IOException {
        // Given
        String address = InetAddress.getLoopbackAddress().getHostAddress();

        // When
        Map<String, List<String>> errors =
                SourceConfig.errors(config(address, write("root.crt", AUTHORITY.certificatePem())));

        // Then
        assertThat(errors).containsOnlyKeys("connection.url");
        assertThat(errors.toString())
                .contains(address, "The driver cannot connect")
                .doesNotContain("validate.live");
    }

    @Test
    void a_missing_file_is_refused_on_the_key_that_names_it() {
        // Given
        String nowhere = folder.resolve("nowhere.crt").toString();

        // When
        Map<String, List<String>> errors = SourceConfig.errors(config("localhost", nowhere));

        // Then
        assertThat(errors).containsOnlyKeys("connection.sslrootcert");
        assertThat(errors.toString()).contains(nowhere);
    }
}
