// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** The task on the API of Connect 3.6, whose jars the build puts beside the classes. */
class OldestRuntimeTest {

    private static final String KAFKA = Path.of("org", "apache", "kafka").toString();
    private static final Path OLDEST_RUNTIME = Path.of("target", "oldest-runtime");

    private static final Map<String, String> CONFIG = Map.of(
            "name", "oldest",
            "task.number", "3",
            "task.tables", "[\"public.customers\"]",
            "connection.url", "jdbc:postgresql://127.0.0.1:1/nobody-listens",
            "mode", "timestamp",
            "timestamp.column.name", "updated_at");

    @Test
    void a_task_starts_polls_and_stops_and_shows_its_figures_in_beans_of_its_own() throws Exception {
        try (URLClassLoader plugin = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            // Given
            Class<?> contextType = plugin.loadClass("org.apache.kafka.connect.source.SourceTaskContext");
            Class<?> taskType = plugin.loadClass(JdbcSourceTask.class.getName());
            Object task = taskType.getConstructor().newInstance();
            assertThat(contextType.getMethods())
                    .noneMatch(method -> method.getName().equals("pluginMetrics"));

            // When
            taskType.getMethod("initialize", contextType).invoke(task, withoutOffsets(plugin, contextType));
            taskType.getMethod("start", Map.class).invoke(task, CONFIG);
            Object polled = taskType.getMethod("poll").invoke(task);
            Set<ObjectName> whileRunning = beans();
            taskType.getMethod("stop").invoke(task);

            // Then
            assertThat(polled).isNull();
            assertThat(whileRunning)
                    .containsExactly(new ObjectName(
                            "io.reverseetl:type=jdbc-source,connector=oldest,task=3,table=public.customers"));
            assertThat(beans()).isEmpty();
        }
    }

    /** What this test runs with, but for Kafka's jars: those are of the oldest runtime. */
    private static URL[] classPath() throws IOException {
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try (Stream<Path> oldest = Files.list(OLDEST_RUNTIME)) {
            return Stream.concat(
                            Arrays.stream(own.split(File.pathSeparator))
                                    .map(Path::of)
                                    .filter(entry -> !entry.toString().contains(KAFKA)),
                            oldest)
                    .map(OldestRuntimeTest::url)
                    .toArray(URL[]::new);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    private static Object withoutOffsets(ClassLoader plugin, Class<?> contextType) throws ClassNotFoundException {
        Class<?> readerType = plugin.loadClass("org.apache.kafka.connect.storage.OffsetStorageReader");
        Object reader =
                Proxy.newProxyInstance(plugin, new Class<?>[] {readerType}, (proxy, method, arguments) -> Map.of());
        return Proxy.newProxyInstance(
                plugin,
                new Class<?>[] {contextType},
                (proxy, method, arguments) -> method.getName().equals("offsetStorageReader") ? reader : null);
    }

    private static Set<ObjectName> beans() throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("io.reverseetl:connector=oldest,*"), null);
    }
}
