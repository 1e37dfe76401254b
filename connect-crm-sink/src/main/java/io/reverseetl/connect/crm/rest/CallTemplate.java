// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call as an API's document names it: {@code POST /contacts/{id}}.
 *
 * @param target path and query, with placeholders
 */
record CallTemplate(String method, String target, Set<Placeholder> placeholders) {

    /** Whoever resolves a URL takes these for the folder and the one above it, however they are encoded. */
    private static final Set<String> NOT_IN_A_PATH = Set.of("", ".", "..");

    private static final Pattern FORM = Pattern.compile("([A-Z]+)\\s+(/\\S*)");

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if it is not a call, or leaves open what is not in {@code allowed}
     */
    static CallTemplate parse(String text, Set<String> methods, Set<Placeholder> allowed) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || !methods.contains(form.group(1))) {
            throw new IllegalArgumentException("Write " + String.join(" or ", methods)
                    + " and a path from the slash that follows crm.url, for example " + example(methods) + ".");
        }
        CallTemplate call = new CallTemplate(form.group(1), form.group(2), Placeholder.in(form.group(2), allowed));
        call.tryOut();
        return call;
    }

    private static String example(Set<String> methods) {
        return (methods.contains("POST") ? "POST" : methods.iterator().next()) + " /v1/contacts";
    }

    private void tryOut() {
        Map<Placeholder, JsonNode> values = new EnumMap<>(Placeholder.class);
        placeholders.forEach(placeholder -> values.put(placeholder, TextNode.valueOf("x")));
        try {
            URI url = new URI("http://localhost" + filled(values));
            if (url.getRawFragment() != null) {
                throw new IllegalArgumentException("A '#' ends the path: write it as %23.");
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "This is not a path: " + e.getReason() + ". Write special characters as %20 and the like.", e);
        }
    }

    /** Whether a value can be a segment of a path. */
    static boolean fitsInPath(String value) {
        return !NOT_IN_A_PATH.contains(value);
    }

    boolean has(Placeholder placeholder) {
        return placeholders.contains(placeholder);
    }

    URI url(URI base, Map<Placeholder, JsonNode> values) {
        return URI.create(base + filled(values));
    }

    private String filled(Map<Placeholder, JsonNode> values) {
        return Placeholder.fill(target, values, CallTemplate::encoded);
    }

    /** As one segment of a path, or as a value in a query: nothing in it ends either. */
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
