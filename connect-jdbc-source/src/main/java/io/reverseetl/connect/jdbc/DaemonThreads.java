// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.slf4j.MDC;

/**
 * Threads that talk to the database. A driver that hangs in connecting cannot be interrupted, so each is a daemon: it
 * must not keep the worker from exiting. Their log lines say which connector and task they are of, as Connect's own do.
 */
final class DaemonThreads {

    private DaemonThreads() {}

    static ThreadFactory named(String name) {
        return work -> {
            Map<String, String> logContext = MDC.getCopyOfContextMap();
            Thread thread = new Thread(
                    () -> {
                        if (logContext != null) {
                            MDC.setContextMap(logContext);
                        }
                        work.run();
                    },
                    name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
