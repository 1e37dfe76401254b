// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.awaitility.Awaitility.await;

import io.reverseetl.testing.cluster.ConnectWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

/** The beans of a worker. */
record Jmx(JMXConnector connection) implements AutoCloseable {

    static Jmx of(ConnectWorker worker) {
        try {
            return new Jmx(worker.beans());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a figure has this value. */
    void awaitValue(String bean, String attribute, Object expected) {
        await(attribute + " of " + bean)
                .atMost(Connectors.PATIENCE)
                .until(() -> expected.equals(value(bean, attribute)));
    }

    /** A figure as it is now; a text that says so if there is no such bean. */
    Object value(String bean, String attribute) {
        try {
            return connection.getMBeanServerConnection().getAttribute(new ObjectName(bean), attribute);
        } catch (InstanceNotFoundException e) {
            return "no bean " + bean;
        } catch (JMException e) {
            throw new AssertionError("No figure " + attribute + " of " + bean, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The figures of all beans whose name is like this one, each by the bean's name and its own. */
    Map<String, Object> values(String beans) {
        Map<String, Object> values = new TreeMap<>();
        try {
            MBeanServerConnection server = connection.getMBeanServerConnection();
            for (ObjectName bean : server.queryNames(new ObjectName(beans), null)) {
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                    values.put(bean + " " + attribute.getName(), server.getAttribute(bean, attribute.getName()));
                }
            }
            return values;
        } catch (JMException e) {
            throw new AssertionError("The figures of " + beans + " cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
