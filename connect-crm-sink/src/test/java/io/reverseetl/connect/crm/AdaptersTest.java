// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAdapterProvider;
import io.reverseetl.connect.crm.spi.Finding;
import io.reverseetl.connect.crm.spi.KnownFields;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptersTest {

    private static final String SERVICE = "META-INF/services/" + CrmAdapterProvider.class.getName();

    @TempDir
    private Path folder;

    @Test
    void an_unknown_type_is_answered_with_the_known_ones() {
        // When
        Optional<String> problem = Adapters.load().problem("hubspto");

        // Then
        assertThat(problem)
                .contains("There is no adapter for a CRM of type 'hubspto'. Set crm.type to one of: hubspot, rest,"
                        + " salesforce.");
    }

    @Test
    void an_adapter_is_found_whatever_the_case_of_its_type() {
        // Given
        Adapters adapters = new Adapters(List.of(found("acme", "acme.key", "/p/acme.jar")));

        // Then
        assertThat(adapters.problem("ACME")).isEmpty();
        assertThat(adapters.ofType("ACME")).isPresent();
    }

    @Test
    void two_adapters_of_one_type_are_refused_with_the_names_of_their_jars() {
        // Given
        Adapters adapters = new Adapters(
                List.of(found("acme", "acme.key", "/p/ours.jar"), found("acme", "acme.key", "/p/theirs.jar")));

        // When
        Optional<String> problem = adapters.problem("acme");

        // Then
        assertThat(problem)
                .contains("There are several adapters for a CRM of type 'acme', in /p/ours.jar and /p/theirs.jar."
                        + " Keep one of them, then restart the worker.");
        assertThat(adapters.keys()).extracting(Key::name).containsExactly("acme.key");
    }

    @Test
    void an_adapters_old_jar_beside_its_new_one_is_refused() throws IOException {
        // Given
        Path newer = jar("acme-2.jar", SomeProvider.class.getName());
        Path older = jar("acme-1.jar", SomeProvider.class.getName());
        try (URLClassLoader plugin = plugin(newer, older)) {

            // When
            Optional<String> problem = Adapters.load(plugin).problem("acme");

            // Then
            assertThat(problem.orElseThrow()).contains(newer.toString(), older.toString());
        }
    }

    @Test
    void a_jar_that_cannot_be_loaded_is_told_of() throws IOException {
        // Given
        try (URLClassLoader plugin = plugin(jar("acme.jar", "com.acme.Missing"))) {

            // Then
            assertThatThrownBy(() -> Adapters.load(plugin))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("com.acme.Missing")
                    .hasMessageContaining("Take its jar out");
        }
    }

    @Test
    void a_key_that_is_not_the_adapters_own_is_refused_and_harms_no_other_config() {
        // Given
        Adapters adapters = new Adapters(List.of(found("acme", "crm.url", "/p/acme.jar")));

        // Then
        assertThat(adapters.problem("acme"))
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("has config keys that do not begin with it: crm.url"));
        assertThat(adapters.keys()).isEmpty();
    }

    private static Adapters.Found found(String type, String key, String place) {
        return new Adapters.Found(new SomeProvider(type, key), List.of(place));
    }

    private static URLClassLoader plugin(Path... jars) throws IOException {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        return new URLClassLoader(urls, AdaptersTest.class.getClassLoader());
    }

    /** A jar with the class {@link SomeProvider}, registered under a name. */
    private Path jar(String name, String provider) throws IOException {
        Path file = folder.resolve(name);
        String resource = SomeProvider.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
                InputStream bytes = SomeProvider.class.getClassLoader().getResourceAsStream(resource)) {
            jar.putNextEntry(new JarEntry(SERVICE));
            jar.write(provider.getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new JarEntry(resource));
            jar.write(bytes.readAllBytes());
        }
        return file;
    }

    /** An adapter that can be found, and nothing more. */
    public static final class SomeProvider implements CrmAdapterProvider {

        private final String type;
        private final String key;

        public SomeProvider() {
            this("acme", "acme.key");
        }

        private SomeProvider(String type, String key) {
            this.type = type;
            this.key = key;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public List<Key<?>> keys() {
            return List.of(Key.text(key));
        }

        @Override
        public Optional<URI> defaultUrl() {
            return Optional.empty();
        }

        @Override
        public int maxBatchRecords(Map<String, Object> own) {
            return 1;
        }

        @Override
        public void check(AdapterSettings settings, Problems problems) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<List<Finding>> probe(
                AdapterSettings settings, KnownFields fields, HttpTransport transport) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CrmAdapter create(AdapterSettings settings, HttpTransport transport, Clock clock) {
            throw new UnsupportedOperationException();
        }
    }
}
