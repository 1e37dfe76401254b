// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import java.util.Map;
import java.util.Optional;

/**
 * What a server answered, whatever the status.
 *
 * @param headers by lower-case name; of a repeated header the last
 */
public record HttpAnswer(int status, Map<String, String> headers, String body) {

    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** A header's value, by its name in lower case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Without the body, which may hold personal data. */
    @Override
    public String toString() {
        return "HttpAnswer[" + status + "]";
    }
}
