// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.testing.crm.hubspot.InvalidRecords;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulatorMainTest {

    @Test
    void without_options_the_defaults_hold() {
        // When
        SimulatorSettings settings = settings();

        // Then
        assertThat(settings).usingRecursiveComparison().ignoringFields("clock").isEqualTo(SimulatorSettings.defaults());
    }

    @Test
    void every_option_becomes_a_setting() {
        // When
        SimulatorSettings settings = settings(
                "--host=127.0.0.2",
                "--port=8080",
                "--token=t",
                "--scopes=a,b",
                "--ten-second-limit=100",
                "--daily-limit=250000",
                "--latency-ms=50",
                "--fault-rate=0.05",
                "--invalid-records=partial",
                "--seed=7");

        // Then
        assertThat(settings)
                .isEqualTo(new SimulatorSettings(
                        "127.0.0.2",
                        8080,
                        Optional.of("t"),
                        Optional.of(Set.of("a", "b")),
                        100,
                        250_000,
                        Duration.ofMillis(50),
                        0.05,
                        InvalidRecords.PARTIAL,
                        7,
                        settings.clock()));
        assertThat(settings.toString()).doesNotContain("token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port=70000", "--fault-rate=1.5", "--latency-ms=-1", "--daily-limit=-1"})
    void a_value_out_of_bounds_is_refused(String option) {
        assertThatThrownBy(() -> settings(option)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_unknown_way_to_treat_invalid_records_is_refused_with_those_there_are() {
        assertThatThrownBy(() -> settings("--invalid-records=maybe"))
                .hasMessageContaining("partial")
                .hasMessageContaining("whole-batch");
    }

    private static SimulatorSettings settings(String... options) {
        CommandLine commandLine = SimulatorMain.commandLine();
        commandLine.parseArgs(options);
        SimulatorMain main = commandLine.getCommand();
        return main.settings();
    }
}
