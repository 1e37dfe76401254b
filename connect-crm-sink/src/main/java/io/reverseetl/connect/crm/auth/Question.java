// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.auth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** What a token endpoint is sent. */
public record Question(String mediaType, String body) {

    static Question form(Map<String, String> fields) {
        return new Question(
                "application/x-www-form-urlencoded",
                fields.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Without the body, which holds secrets. */
    @Override
    public String toString() {
        return "Question[" + mediaType + "]";
    }
}
