// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address. A free one is looked for below those that the system gives to outgoing connections: it
 * is still free when a process that was stopped starts again.
 */
final class Ports {

    static final String LOOPBACK = "127.0.0.1";

    private static final int LEAST = 15_000;
    private static final int MOST = 32_000;
    private static final int TRIES = 100;

    private Ports() {}

    /** Returns the wanted port if nobody listens on it, else any free one. */
    static int freeOr(int wanted) {
        try {
            return bind(wanted);
        } catch (IOException busy) {
            return free();
        }
    }

    static int free() {
        for (int i = 0; i < TRIES; i++) {
            try {
                return bind(ThreadLocalRandom.current().nextInt(LEAST, MOST));
            } catch (IOException busy) {
                // Another one, then.
            }
        }
        throw new IllegalStateException(
                "None of " + TRIES + " ports between " + LEAST + " and " + MOST + " is free on " + LOOPBACK);
    }

    static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private static int bind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, loopback())) {
            return socket.getLocalPort();
        }
    }
}
