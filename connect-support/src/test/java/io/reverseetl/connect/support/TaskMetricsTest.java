// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import io.reverseetl.connect.support.TaskMetrics.Gauge;
import io.reverseetl.connect.support.TaskMetrics.Owner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {

    private static final Map<String, String> CUSTOMERS = Map.of("table", "public.customers");

    private final AtomicLong rows = new AtomicLong();
    private final List<Gauge> gauges =
            List.of(new Gauge("rows-total", "Rows read.", rows::get), new Gauge("last-error", "Its code.", () -> ""));

    @Nested
    class On_a_runtime_that_takes_metrics_of_plugins {

        private final Metrics worker = new Metrics();
        private final PluginMetricsImpl runtime =
                new PluginMetricsImpl(worker, new LinkedHashMap<>(Map.of("connector", "shop")));
        private final TaskMetrics metrics = TaskMetrics.of(() -> runtime, new Owner("jdbc-source", "shop", "0"));

        @Test
        void figures_are_among_its_own_with_its_tags_and_ours() {
            // Given
            metrics.publish(CUSTOMERS, gauges);

            // When
            rows.set(42);

            // Then
            assertThat(published())
                    .containsOnly(
                            Map.entry("rows-total {connector=shop, table=public.customers}", 42L),
                            Map.entry("last-error {connector=shop, table=public.customers}", ""));
        }

        @Test
        void figures_of_the_same_tags_are_replaced_and_others_stay() {
            // Given
            metrics.publish(CUSTOMERS, gauges);
            metrics.publish(Map.of("table", "public.orders"), gauges);

            // When
            metrics.publish(CUSTOMERS, List.of(new Gauge("pages-total", "Pages read.", () -> 7L)));

            // Then
            assertThat(published())
                    .containsOnlyKeys(
                            "pages-total {connector=shop, table=public.customers}",
                            "rows-total {connector=shop, table=public.orders}",
                            "last-error {connector=shop, table=public.orders}");
        }

        @Test
        void closing_takes_everything_away() {
            // Given
            metrics.publish(CUSTOMERS, gauges);

            // When
            metrics.close();

            // Then
            assertThat(published()).isEmpty();
        }

        @Test
        void a_task_runs_without_figures_while_its_predecessor_is_late_to_stop() {
            // Given
            TaskMetrics successor = TaskMetrics.of(
                    () -> new PluginMetricsImpl(worker, new LinkedHashMap<>(Map.of("connector", "shop"))),
                    new Owner("jdbc-source", "shop", "0"));
            rows.set(42);
            metrics.publish(CUSTOMERS, gauges);

            // When
            successor.publish(CUSTOMERS, List.of(new Gauge("rows-total", "Rows read.", () -> 1L)));
            successor.close();

            // Then
            assertThat(published()).containsEntry("rows-total {connector=shop, table=public.customers}", 42L);
        }

        @Test
        void a_task_that_was_cancelled_closes_in_silence() throws IOException {
            // Given
            metrics.publish(CUSTOMERS, gauges);
            runtime.close();

            // Then
            assertThatCode(metrics::close).doesNotThrowAnyException();
        }

        private Map<String, Object> published() {
            Map<String, Object> values = new LinkedHashMap<>();
            worker.metrics().forEach((name, metric) -> {
                if (name.group().equals("plugins")) {
                    values.put(name.name() + " " + name.tags(), metric.metricValue());
                }
            });
            return values;
        }
    }

    @Nested
    class On_an_older_runtime {

        private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

        @Test
        void figures_are_attributes_of_a_bean() throws JMException {
            // Given
            try (TaskMetrics metrics =
                    TaskMetrics.of(On_an_older_runtime::noSuchMethod, new Owner("jdbc-source", "bean", "0"))) {
                metrics.publish(CUSTOMERS, gauges);
                ObjectName bean =
                        new ObjectName("io.reverseetl:type=jdbc-source,connector=bean,task=0,table=public.customers");

                // When
                rows.set(42);

                // Then
                assertThat(server.getAttribute(bean, "rows-total")).isEqualTo(42L);
                assertThat(server.getAttributes(bean, new String[] {"last-error", "nothing"})
                                .asList())
                        .singleElement()
                        .satisfies(attribute -> assertThat(attribute.getValue()).isEqualTo(""));
                assertThat(server.getMBeanInfo(bean).getAttributes())
                        .extracting(MBeanAttributeInfo::getName, MBeanAttributeInfo::getDescription)
                        .containsExactly(tuple("rows-total", "Rows read."), tuple("last-error", "Its code."));
            }
        }

        @Test
        void a_name_that_jmx_does_not_take_is_quoted() throws JMException {
            try (TaskMetrics metrics =
                    TaskMetrics.of(On_an_older_runtime::noSuchMethod, new Owner("jdbc-source", "quoted", "0"))) {
                // When
                metrics.publish(Map.of("table", "public.\"a,b=*\""), gauges);

                // Then
                assertThat(beans("quoted"))
                        .singleElement()
                        .satisfies(bean -> assertThat(ObjectName.unquote(bean.getKeyProperty("table")))
                                .isEqualTo("public.\"a,b=*\""));
            }
        }

        @Test
        void closing_takes_everything_away() throws JMException {
            // Given
            TaskMetrics metrics =
                    TaskMetrics.of(On_an_older_runtime::noSuchMethod, new Owner("jdbc-source", "closing", "0"));
            metrics.publish(CUSTOMERS, gauges);
            metrics.publish(Map.of(), gauges);
            assertThat(beans("closing")).hasSize(2);

            // When
            metrics.close();

            // Then
            assertThat(beans("closing")).isEmpty();
        }

        @Test
        void a_task_that_is_late_to_stop_leaves_its_successors_figures() throws JMException {
            // Given
            TaskMetrics late = TaskMetrics.of(On_an_older_runtime::noSuchMethod, new Owner("jdbc-source", "late", "0"));
            late.publish(CUSTOMERS, gauges);
            try (TaskMetrics successor =
                    TaskMetrics.of(On_an_older_runtime::noSuchMethod, new Owner("jdbc-source", "late", "0"))) {
                successor.publish(CUSTOMERS, List.of(new Gauge("rows-total", "Rows read.", () -> 1L)));

                // When
                late.close();

                // Then
                assertThat(beans("late"))
                        .singleElement()
                        .satisfies(bean -> assertThat(server.getAttribute(bean, "rows-total"))
                                .isEqualTo(1L));
            }
        }

        /** What {@code context.pluginMetrics()} does there. */
        private static Object noSuchMethod() {
            throw new NoSuchMethodError("pluginMetrics()");
        }

        private Set<ObjectName> beans(String connector) throws JMException {
            return server.queryNames(new ObjectName("io.reverseetl:connector=" + connector + ",*"), null);
        }
    }

    @Nested
    class Of_a_plugin_without_a_context {

        private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

        @Test
        void figures_of_several_with_one_id_are_told_apart_by_the_lowest_free_number() throws JMException {
            // Given
            TaskMetrics first = TaskMetrics.numbered("validate-fields", "numbered", gauges);
            try (TaskMetrics second = TaskMetrics.numbered("validate-fields", "numbered", gauges)) {
                second.publish(CUSTOMERS, gauges);

                // When
                first.close();
                try (TaskMetrics third = TaskMetrics.numbered("validate-fields", "numbered", List.of())) {
                    third.publish(CUSTOMERS, gauges);

                    // Then
                    assertThat(beans())
                            .extracting(ObjectName::getKeyPropertyListString)
                            .containsExactlyInAnyOrder(
                                    "type=validate-fields,id=numbered,instance=0",
                                    "type=validate-fields,id=numbered,instance=0,table=public.customers",
                                    "type=validate-fields,id=numbered,instance=1",
                                    "type=validate-fields,id=numbered,instance=1,table=public.customers");
                }
            }
            assertThat(beans()).isEmpty();
        }

        private Set<ObjectName> beans() throws JMException {
            return server.queryNames(new ObjectName("io.reverseetl:id=numbered,*"), null);
        }
    }
}
