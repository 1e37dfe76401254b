// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draws, which takes the fonts that come with a browser: a machine with a JDK alone may have none. */
@Tag("browser")
class LoadPlotIT {

    @Test
    void speed_and_memory_are_drawn_one_above_the_other(@TempDir Path directory) throws IOException {
        // Given
        List<LoadSample> samples = IntStream.rangeClosed(1, 60)
                .mapToObj(second -> new LoadSample(
                        second,
                        20_000L * second,
                        10_000L * second,
                        10_000L * second,
                        List.of(new WorkerMemory.Use(100 << 20, 400 << 20), new WorkerMemory.Use(90 << 20, 380 << 20))))
                .toList();

        // When
        LoadPlot.write(samples, directory.resolve("load.png"));

        // Then: something other than background is in each half.
        BufferedImage picture = ImageIO.read(directory.resolve("load.png").toFile());
        int half = picture.getHeight() / 2;
        assertThat(colours(picture, 0, half)).hasSizeGreaterThan(3);
        assertThat(colours(picture, half, picture.getHeight())).hasSizeGreaterThan(3);
    }

    private static List<Integer> colours(BufferedImage picture, int from, int to) {
        return IntStream.range(from, to)
                .flatMap(y -> IntStream.range(0, picture.getWidth()).map(x -> picture.getRGB(x, y)))
                .distinct()
                .boxed()
                .toList();
    }
}
