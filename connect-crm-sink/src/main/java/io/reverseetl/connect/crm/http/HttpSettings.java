// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * How the CRM is called.
 *
 * @param maxConcurrentCalls calls beyond it wait for their turn
 * @param requestTimeout for a whole call, from looking up the host to the last byte of the answer
 * @param tls nothing for what the JVM trusts
 * @param gzip whether what is sent is compressed
 */
public record HttpSettings(
        String userAgent,
        int maxConcurrentCalls,
        Duration requestTimeout,
        Optional<Tls> tls,
        Optional<Proxy> proxy,
        boolean gzip) {

    /** A direct way, what the JVM trusts, bodies as they are. */
    public static HttpSettings plain(String userAgent, int maxConcurrentCalls, Duration requestTimeout) {
        return new HttpSettings(
                userAgent, maxConcurrentCalls, requestTimeout, Optional.empty(), Optional.empty(), false);
    }

    /** The same with another time to wait for an answer. */
    public HttpSettings withTimeout(Duration timeout) {
        return new HttpSettings(userAgent, maxConcurrentCalls, timeout, tls, proxy, gzip);
    }

    /**
     * An HTTP proxy.
     *
     * @param user null if it asks for none
     */
    public record Proxy(InetSocketAddress address, @Nullable String user, Password password) {}
}
