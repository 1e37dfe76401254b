// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Chromium of this machine, without a window. It is told to draw a page and to hand over what it has drawn, which
 * needs no driver.
 *
 * @param folder for its profile and its output
 */
record Chromium(Path program, Path folder) {

    /** A page polls each second: so many milliseconds of it are gone through at once. */
    private static final int VIRTUAL_MILLIS = 4_500;

    /** Finds it; without it the test is skipped, or fails under {@code -Drequire.all=true}. */
    static Chromium find(Path folder) {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(path -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (Boolean.getBoolean("require.all")) {
            assertThat(program).as("chromium on the PATH").isPresent();
        }
        assumeTrue(program.isPresent(), "There is no chromium on the PATH");
        return new Chromium(program.get(), folder);
    }

    /** The document after its script has run for some seconds. */
    String documentOf(String url) throws Exception {
        return run("--dump-dom", url);
    }

    /** A picture of the page. */
    Path pictureOf(String url, int width, int height, Path file) throws Exception {
        run("--window-size=" + width + "," + height, "--screenshot=" + file.toAbsolutePath(), url);
        return file;
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                // Nothing is visited but a page of our own, and as root there is no sandbox.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=" + VIRTUAL_MILLIS));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES))
                    .as("Chromium has drawn the page")
                    .isTrue();
            assertThat(process.exitValue())
                    .as(() -> "Chromium's exit code: " + text(errors))
                    .isZero();
            return text(output);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
