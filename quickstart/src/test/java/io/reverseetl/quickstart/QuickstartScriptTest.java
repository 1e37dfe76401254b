// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code quickstart.sh} says on a machine that lacks something, played by a folder with very few programs. */
class QuickstartScriptTest {

    private static final String JAVA_17 = """
            #!/bin/sh
            case "$*" in
              *-version*) echo '    java.specification.version = 17' ;;
              *) echo "started: $*" ;;
            esac
            """;

    @TempDir
    private Path machine;

    private Path programs;

    private record Run(int exitCode, String output) {}

    @BeforeEach
    void aMachineWithNeitherJavaNorMaven() throws IOException {
        Files.copy(Path.of("../quickstart.sh"), machine.resolve("quickstart.sh"));
        programs = Files.createDirectory(machine.resolve("programs"));
        for (String program :
                List.of("dirname", "find", "grep", "head", "mkdir", "sed", "tail", "touch", "sh", "cat")) {
            Path original = Files.exists(Path.of("/usr/bin", program))
                    ? Path.of("/usr/bin", program)
                    : Path.of("/bin", program);
            Files.createSymbolicLink(programs.resolve(program), original);
        }
    }

    @Test
    void without_java_it_asks_for_a_jdk() throws Exception {
        // When
        Run run = run(Map.of());

        // Then
        assertThat(run.output()).contains("No Java found. Install a JDK 17 or newer");
        assertThat(run.exitCode()).isOne();
    }

    @Test
    void a_java_home_without_java_is_named() throws Exception {
        // When
        Run run = run(Map.of("JAVA_HOME", "/no/such/jdk"));

        // Then
        assertThat(run.output()).contains("JAVA_HOME is /no/such/jdk, but there is no bin/java in it");
        assertThat(run.exitCode()).isOne();
    }

    @Test
    void an_old_java_is_named_with_its_version() throws Exception {
        // Given
        program("java", "#!/bin/sh\necho '    java.specification.version = 11'\n");

        // When
        Run run = run(Map.of());

        // Then
        assertThat(run.output()).contains("is Java 11. This needs a JDK 17 or newer");
        assertThat(run.exitCode()).isOne();
    }

    @Test
    void a_java_that_does_not_run_is_named() throws Exception {
        // Given
        program("java", "#!/bin/sh\nexit 127\n");

        // When
        Run run = run(Map.of());

        // Then
        assertThat(run.output()).contains("does not run").contains("Install a JDK 17 or newer");
        assertThat(run.exitCode()).isOne();
    }

    @Test
    void without_maven_it_asks_for_it() throws Exception {
        // Given
        program("java", JAVA_17);

        // When
        Run run = run(Map.of());

        // Then
        assertThat(run.output()).contains("No Maven found. Install Maven 3.8 or newer");
        assertThat(run.exitCode()).isOne();
    }

    @Test
    void without_a_network_it_says_that_maven_reaches_no_repository() throws Exception {
        // Given
        program("java", JAVA_17);
        program(
                "mvn",
                "#!/bin/sh\necho '[ERROR] Could not transfer artifact org.x:y:pom:1: repository: Unknown host'\nexit 1\n");

        // When
        Run run = run(Map.of());

        // Then
        assertThat(run.output())
                .contains("Maven reaches no repository from here")
                .contains("Check the network");
        assertThat(run.exitCode()).isOne();
    }

    @Test
    void maven_on_a_runtime_without_a_compiler_asks_for_a_jdk() throws Exception {
        // Given
        program("java", JAVA_17);
        program("mvn", "#!/bin/sh\necho '[ERROR] No compiler is provided in this environment.'\nexit 1\n");

        // When
        Run run = run(Map.of());

        // Then
        assertThat(run.output()).contains("set JAVA_HOME to a JDK 17 or newer");
        assertThat(run.exitCode()).isOne();
    }

    @Test
    void with_everything_there_it_builds_once_and_passes_its_options_on() throws Exception {
        // Given
        program("java", JAVA_17);
        program("mvn", "#!/bin/sh\nmkdir -p quickstart/target/quickstart\n");

        // When
        Run first = run(Map.of(), "--rows", "7");
        Run second = run(Map.of(), "--rows", "7");

        // Then
        assertThat(first.output()).contains("Building").contains("--rows 7");
        assertThat(second.output()).doesNotContain("Building").contains("--rows 7");
        assertThat(List.of(first.exitCode(), second.exitCode())).containsOnly(0);
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Run run(Map<String, String> environment, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/bash", machine + "/quickstart.sh"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", programs.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }
}
