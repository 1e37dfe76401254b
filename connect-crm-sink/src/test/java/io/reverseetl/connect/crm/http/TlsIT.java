// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.auth.Authorization;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;
import okio.GzipSource;
import okio.Okio;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a real server that proves who it is, asks who calls, or stands behind a proxy. */
class TlsIT {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final byte[] BODY = "{\"name\":\"Ada\"}".getBytes(StandardCharsets.UTF_8);

    private final HeldCertificate authority =
            new HeldCertificate.Builder().certificateAuthority(0).rsa2048().build();
    private final HeldCertificate serverCertificate = new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("127.0.0.1")
            .rsa2048()
            .build();
    private final HeldCertificate clientCertificate = new HeldCertificate.Builder()
            .signedBy(authority)
            .commonName("the sink")
            .rsa2048()
            .build();
    private final MockWebServer server = new MockWebServer();

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws Exception {
        HandshakeCertificates certificates = new HandshakeCertificates.Builder()
                .heldCertificate(serverCertificate)
                .addTrustedCertificate(authority.certificate())
                .build();
        server.useHttps(certificates.sslSocketFactory());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_server_is_believed_whose_authority_is_in_a_pem_file_and_http_2_is_spoken() throws Exception {
        // Given
        answers(1);
        Tls tls = new Tls(Stores.trusting(authority.certificatePem()), null, PASSWORD);

        // When
        HttpAnswer answer = post(settings(Optional.of(tls), Optional.empty(), false));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/2");
    }

    @Test
    void a_server_is_believed_whose_authority_is_in_a_jks_file() throws Exception {
        // Given
        answers(1);
        Path file = directory.resolve("trust.jks");
        KeyStore written = KeyStore.getInstance("JKS");
        written.load(null, null);
        written.setCertificateEntry("authority", authority.certificate());
        store(written, file);
        Tls tls = new Tls(Stores.open(file, "JKS", PASSWORD), null, PASSWORD);

        // When, then
        assertThat(post(settings(Optional.of(tls), Optional.empty(), false)).status())
                .isEqualTo(200);
    }

    @Test
    void a_server_that_nobody_vouches_for_gets_nothing() throws Exception {
        // Given
        answers(1);
        try (HttpTransport transport = open(settings(Optional.empty(), Optional.empty(), false))) {
            // When
            CompletableFuture<HttpAnswer> answer = transport.postJson(url(), BODY);

            // Then
            assertThat(answer)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void the_sink_shows_who_it_is_by_a_pem_file() throws Exception {
        // Given
        server.requireClientAuth();
        answers(1);
        String pem = clientCertificate.privateKeyPkcs8Pem() + clientCertificate.certificatePem();
        Tls tls = new Tls(Stores.trusting(authority.certificatePem()), Stores.identity(pem, PASSWORD), PASSWORD);

        // When
        post(settings(Optional.of(tls), Optional.empty(), false));

        // Then
        RecordedRequest request = server.takeRequest();
        assertThat(request.getHandshake().peerPrincipal()).hasToString("CN=the sink");
    }

    @Test
    void the_sink_shows_who_it_is_by_a_pkcs12_file() throws Exception {
        // Given
        server.requireClientAuth();
        answers(1);
        Path file = directory.resolve("key.p12");
        KeyStore written = KeyStore.getInstance("PKCS12");
        written.load(null, null);
        written.setKeyEntry("sink", clientCertificate.keyPair().getPrivate(), PASSWORD, new Certificate[] {
            clientCertificate.certificate()
        });
        store(written, file);
        Tls tls = new Tls(Stores.trusting(authority.certificatePem()), Stores.open(file, "PKCS12", PASSWORD), PASSWORD);

        // When
        post(settings(Optional.of(tls), Optional.empty(), false));

        // Then
        assertThat(server.takeRequest().getHandshake().peerPrincipal()).hasToString("CN=the sink");
    }

    @Test
    void a_server_that_asks_who_calls_refuses_a_sink_that_does_not_say() throws Exception {
        // Given
        server.requireClientAuth();
        answers(1);
        Tls tls = new Tls(Stores.trusting(authority.certificatePem()), null, PASSWORD);
        try (HttpTransport transport = open(settings(Optional.of(tls), Optional.empty(), false))) {
            // When, then
            assertThat(transport.postJson(url(), BODY)).failsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void what_is_sent_can_be_compressed() throws Exception {
        // Given
        answers(1);
        Tls tls = new Tls(Stores.trusting(authority.certificatePem()), null, PASSWORD);

        // When
        post(settings(Optional.of(tls), Optional.empty(), true));

        // Then
        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().get("Content-Encoding")).isEqualTo("gzip");
        Buffer body = new Buffer().write(request.getBody());
        assertThat(Okio.buffer(new GzipSource(body)).readByteArray()).isEqualTo(BODY);
    }

    @Test
    void a_proxy_that_asks_who_calls_is_told_and_the_server_is_not() throws Exception {
        // Given
        try (MockWebServer proxy = new MockWebServer()) {
            proxy.enqueue(new MockResponse.Builder()
                    .code(407)
                    .addHeader("Proxy-Authenticate", "Basic realm=\"p\"")
                    .build());
            proxy.enqueue(new MockResponse.Builder().body("by proxy").build());
            proxy.start();
            HttpSettings.Proxy settings = new HttpSettings.Proxy(
                    InetSocketAddress.createUnresolved("127.0.0.1", proxy.getPort()), "me", new Password("pw"));

            // When: to a host that only the proxy knows.
            try (HttpTransport transport = open(settings(Optional.empty(), Optional.of(settings), false))) {
                HttpAnswer answer = transport
                        .postJson(URI.create("http://crm.invalid/"), BODY)
                        .get(20, TimeUnit.SECONDS);

                // Then
                assertThat(answer.body()).isEqualTo("by proxy");
                proxy.takeRequest();
                assertThat(proxy.takeRequest().getHeaders().get("Proxy-Authorization"))
                        .isEqualTo("Basic bWU6cHc=");
            }
        }
    }

    private static void store(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
    }

    private void answers(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            server.enqueue(new MockResponse.Builder().body("{}").build());
        }
        server.start();
    }

    private HttpAnswer post(HttpSettings settings) throws Exception {
        try (HttpTransport transport = open(settings)) {
            return transport.postJson(url(), BODY).get(20, TimeUnit.SECONDS);
        }
    }

    private static HttpTransport open(HttpSettings settings) {
        return new HttpTransport(new Authorization.None(), settings);
    }

    private static HttpSettings settings(Optional<Tls> tls, Optional<HttpSettings.Proxy> proxy, boolean gzip) {
        return new HttpSettings("test/1", 2, Duration.ofSeconds(20), tls, proxy, gzip);
    }

    private URI url() {
        return server.url("/").uri();
    }
}
