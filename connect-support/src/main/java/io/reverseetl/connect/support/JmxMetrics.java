// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanRegistration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Figures as JMX beans of our own, for example {@code io.reverseetl:type=jdbc-source,connector=x,task=0,
 * table=public.customers}, an attribute each.
 */
final class JmxMetrics implements TaskMetrics {

    private static final String DOMAIN = "io.reverseetl";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Map<String, String> owner;
    private final Map<ObjectName, Bean> published = new ConcurrentHashMap<>();

    private JmxMetrics(Map<String, String> owner) {
        this.owner = owner;
    }

    static JmxMetrics of(Owner owner) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("type", owner.type());
        properties.put("connector", owner.connector());
        properties.put("task", owner.task());
        return new JmxMetrics(properties);
    }

    static JmxMetrics numbered(String type, String id, List<Gauge> gauges) {
        for (int instance = 0; ; instance++) {
            Map<String, String> properties = new LinkedHashMap<>();
            properties.put("type", type);
            properties.put("id", id);
            properties.put("instance", Integer.toString(instance));
            JmxMetrics metrics = new JmxMetrics(properties);
            try {
                metrics.register(Map.of(), gauges);
                return metrics;
            } catch (InstanceAlreadyExistsException taken) {
                // Another task of this worker has the number.
            } catch (JMException e) {
                throw new IllegalStateException(
                        "The metrics bean " + metrics.name(Map.of()) + " cannot be registered", e);
            }
        }
    }

    @Override
    public void publish(Map<String, String> tags, List<Gauge> gauges) {
        ObjectName name = name(tags);
        try {
            // One of the same name is our own, or was left by a task that is late to stop and has this successor.
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
            register(tags, gauges);
        } catch (JMException e) {
            throw new IllegalStateException("The metrics bean " + name + " cannot be registered", e);
        }
    }

    private void register(Map<String, String> tags, List<Gauge> gauges) throws JMException {
        ObjectName name = name(tags);
        Bean bean = new Bean(gauges);
        server.registerMBean(bean, name);
        published.put(name, bean);
    }

    @Override
    public void withdraw(Map<String, String> tags) {
        withdraw(name(tags));
    }

    private void withdraw(ObjectName name) {
        Bean bean = published.remove(name);
        // What goes by this name may be a successor's by now.
        if (bean != null && bean.registered) {
            try {
                server.unregisterMBean(name);
            } catch (JMException e) {
                throw new IllegalStateException("The metrics bean " + name + " cannot be unregistered", e);
            }
        }
    }

    @Override
    public void close() {
        Set.copyOf(published.keySet()).forEach(this::withdraw);
    }

    private ObjectName name(Map<String, String> tags) {
        Map<String, String> properties = new LinkedHashMap<>(owner);
        properties.putAll(new TreeMap<>(tags));
        try {
            return ObjectName.getInstance(DOMAIN
                    + properties.entrySet().stream()
                            .map(property -> property.getKey() + "=" + legal(property.getValue()))
                            .collect(Collectors.joining(",", ":", "")));
        } catch (JMException e) {
            throw new IllegalArgumentException("There is no bean's name for the tags " + tags, e);
        }
    }

    /** Quoted only where JMX needs it, as Kafka does: quotes are a nuisance in the rules of an exporter. */
    private static String legal(String value) {
        return value.matches("[\\w.%\\- \\t]+") ? value : ObjectName.quote(value);
    }

    private static final class Bean implements DynamicMBean, MBeanRegistration {

        private final List<Gauge> gauges;
        private volatile boolean registered;

        Bean(List<Gauge> gauges) {
            this.gauges = List.copyOf(gauges);
        }

        @Override
        public Object getAttribute(String attribute) throws AttributeNotFoundException {
            return gauges.stream()
                    .filter(gauge -> gauge.name().equals(attribute))
                    .findFirst()
                    .orElseThrow(() -> new AttributeNotFoundException(attribute))
                    .value()
                    .get();
        }

        @Override
        public AttributeList getAttributes(String[] attributes) {
            List<String> asked = List.of(attributes);
            AttributeList found = new AttributeList();
            gauges.stream()
                    .filter(gauge -> asked.contains(gauge.name()))
                    .forEach(gauge ->
                            found.add(new Attribute(gauge.name(), gauge.value().get())));
            return found;
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            MBeanAttributeInfo[] attributes = gauges.stream()
                    .map(gauge -> new MBeanAttributeInfo(
                            gauge.name(),
                            gauge.value().get().getClass().getName(),
                            gauge.description(),
                            true,
                            false,
                            false))
                    .toArray(MBeanAttributeInfo[]::new);
            return new MBeanInfo(getClass().getName(), "Figures of a task", attributes, null, null, null);
        }

        @Override
        public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
            throw new AttributeNotFoundException(attribute.getName() + " can only be read");
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            return new AttributeList();
        }

        @Override
        public @Nullable Object invoke(String action, Object[] parameters, String[] signature) {
            throw new UnsupportedOperationException("There is nothing to invoke");
        }

        @Override
        public ObjectName preRegister(MBeanServer by, ObjectName name) {
            return name;
        }

        @Override
        public void postRegister(Boolean done) {
            registered = done;
        }

        @Override
        public void preDeregister() {}

        @Override
        public void postDeregister() {
            registered = false;
        }
    }
}
