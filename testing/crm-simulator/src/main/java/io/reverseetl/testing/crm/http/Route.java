// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A method, a path template and who answers. A segment of the template in braces is a variable that takes exactly
 * one segment of the path.
 */
public record Route(String method, String template, Endpoint endpoint) {

    public static Route get(String template, Endpoint endpoint) {
        return new Route("GET", template, endpoint);
    }

    public static Route post(String template, Endpoint endpoint) {
        return new Route("POST", template, endpoint);
    }

    public static Route patch(String template, Endpoint endpoint) {
        return new Route("PATCH", template, endpoint);
    }

    public static Route put(String template, Endpoint endpoint) {
        return new Route("PUT", template, endpoint);
    }

    public static Route delete(String template, Endpoint endpoint) {
        return new Route("DELETE", template, endpoint);
    }

    /** Returns the variables, decoded, if the path fits the template. */
    Optional<Map<String, String>> variablesOf(String path) {
        String[] expected = template.split("/", -1);
        String[] actual = path.split("/", -1);
        if (expected.length != actual.length) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < expected.length; i++) {
            if (expected[i].startsWith("{")) {
                variables.put(expected[i].substring(1, expected[i].length() - 1), Exchange.decodeSegment(actual[i]));
            } else if (!expected[i].equals(actual[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
