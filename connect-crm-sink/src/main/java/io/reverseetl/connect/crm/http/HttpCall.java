// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to make.
 *
 * @param method in upper case; POST, PUT and PATCH need a body
 * @param headers by name, in addition to the transport's own
 * @param body null for none
 */
public record HttpCall(
        String method,
        URI url,
        Map<String, String> headers,
        @Nullable Body body) {

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    /** What a request carries, and what that is. */
    @SuppressWarnings("ArrayRecordComponent") // Bodies are carried, never compared.
    public record Body(String mediaType, byte[] bytes) {

        public static Body json(byte[] bytes) {
            return new Body("application/json; charset=utf-8", bytes);
        }
    }

    /** Without headers and body, which may hold personal data. */
    @Override
    public String toString() {
        return "HttpCall[" + method + "]";
    }
}
