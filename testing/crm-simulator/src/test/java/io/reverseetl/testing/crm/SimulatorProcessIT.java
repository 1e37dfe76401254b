// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static io.reverseetl.testing.crm.Client.UPSERT_CONTACTS;
import static io.reverseetl.testing.crm.Client.batch;
import static io.reverseetl.testing.crm.Client.customer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorProcessIT {

    @Test
    void the_process_writes_its_port_once_it_listens_and_takes_a_hundred_thousand_objects(@TempDir Path directory)
            throws Exception {
        // Given
        Path portFile = directory.resolve("port");
        Process process = start(directory.resolve("log"), "--port-file=" + portFile, "--token=t");
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(portFile));
            Client client = Client.of("http://127.0.0.1:" + Files.readString(portFile), "t");
            client.createCustomerId();

            // When
            for (int call = 0; call < 1_000; call++) {
                client.post(UPSERT_CONTACTS, hundredCustomers(call * 100));
            }

            // Then
            assertThat(client.get("/_/objects?type=contacts").json().get("objects"))
                    .hasSize(100_000);
            assertThat(directory.resolve("port.tmp")).doesNotExist();
        } finally {
            process.destroy();
        }
    }

    @Test
    void a_wrong_option_ends_the_process_with_an_explanation(@TempDir Path directory) throws Exception {
        // Given
        Path log = directory.resolve("log");

        // When
        Process process = start(log, "--port=many");

        // Then
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(log).content().contains("--port").contains("Usage");
    }

    @Test
    void a_port_that_is_taken_ends_the_process_with_an_explanation(@TempDir Path directory) throws Exception {
        // Given
        Path log = directory.resolve("log");
        try (CrmSimulator first = CrmSimulator.start(SimulatorSettings.defaults())) {

            // When
            Process process = start(log, "--port=" + first.port());

            // Then
            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(log).content().contains("cannot listen on 127.0.0.1:" + first.port());
        }
    }

    private static Process start(Path log, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static String hundredCustomers(int from) {
        return batch(IntStream.range(from, from + 100)
                .mapToObj(i -> customer(
                        "C" + i,
                        "{'email':'c" + i + "@x.io','firstname':'Ann','lastname':'Number " + i + "','city':'Oslo'}"))
                .toArray(String[]::new));
    }
}
