// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of a load over time: its speed above, the workers' memory below. */
final class LoadPlot {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 330;

    /** Speeds are taken over so many seconds, as a second alone is restless. */
    private static final double WINDOW = 10;

    private LoadPlot() {}

    /**
     * Draws.
     *
     * @param file a PNG, overwritten
     */
    static void write(List<LoadSample> samples, Path file) throws IOException {
        // Without a screen the JDK draws as well.
        System.setProperty("java.awt.headless", "true");
        try (var out = Files.newOutputStream(file)) {
            BitmapEncoder.saveBitmap(List.of(speed(samples), memory(samples)), 2, 1, out, BitmapFormat.PNG);
        }
    }

    private static XYChart speed(List<LoadSample> samples) {
        XYChart chart = chart("thousands a second");
        add(chart, "rows into the topic", samples, speeds(samples, LoadSample::rows));
        add(chart, "records into the CRM", samples, speeds(samples, LoadSample::records));
        return chart;
    }

    private static XYChart memory(List<LoadSample> samples) {
        XYChart chart = chart("megabytes");
        int workers = samples.get(0).workers().size();
        for (int i = 0; i < workers; i++) {
            int worker = i;
            String name = "worker " + (worker + 1);
            add(
                    chart,
                    name + ", RSS",
                    samples,
                    megabytes(samples, it -> it.workers().get(worker).resident()));
            add(
                    chart,
                    name + ", heap used",
                    samples,
                    megabytes(samples, it -> it.workers().get(worker).heap()));
        }
        return chart;
    }

    private static XYChart chart(String unit) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle("seconds")
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setYAxisMin(0.0);
        return chart;
    }

    private static void add(XYChart chart, String name, List<LoadSample> samples, List<Double> values) {
        List<Double> seconds = samples.stream().map(LoadSample::seconds).toList();
        chart.addSeries(name, seconds, values).setMarker(SeriesMarkers.NONE);
    }

    private static List<Double> megabytes(List<LoadSample> samples, ToDoubleFunction<LoadSample> bytes) {
        return samples.stream()
                .map(sample -> bytes.applyAsDouble(sample) / (1 << 20))
                .toList();
    }

    private static List<Double> speeds(List<LoadSample> samples, ToDoubleFunction<LoadSample> total) {
        List<Double> speeds = new ArrayList<>();
        int first = 0;
        for (LoadSample sample : samples) {
            while (samples.get(first).seconds() < sample.seconds() - WINDOW) {
                first++;
            }
            LoadSample before = samples.get(first);
            double seconds = sample.seconds() - before.seconds();
            speeds.add(seconds == 0 ? 0 : (total.applyAsDouble(sample) - total.applyAsDouble(before)) / seconds / 1000);
        }
        return speeds;
    }
}
