// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One request on its way to an answer, and what the endpoints note about it for the log of calls. Belongs to one
 * thread at a time.
 */
public final class Exchange {

    private static final String BEARER = "Bearer ";

    private final String method;
    private final String path;
    private final Map<String, List<String>> query;
    private final Map<String, String> headers;
    private final byte[] body;
    private final List<String> rejections = new ArrayList<>();
    private String endpoint = "unmatched";
    private Map<String, String> pathVariables = Map.of();
    private int inputs;

    /**
     * @param headers by name in lower case
     * @param body empty if the request has none
     */
    public Exchange(String method, URI uri, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.path = uri.getRawPath();
        this.query = parse(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        this.headers = headers;
        this.body = body;
    }

    public String method() {
        return method;
    }

    /** The path as it came, still percent-encoded and without the query. */
    public String path() {
        return path;
    }

    /** A variable of the route's template, decoded. */
    public String pathVariable(String name) {
        String value = pathVariables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route " + endpoint + " has no variable {" + name + "}");
        }
        return value;
    }

    /** A query parameter's first value. */
    public Optional<String> query(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst().map(String::trim);
    }

    /** A query parameter's values: repeated parameters and comma-separated ones read the same. */
    public List<String> queryAll(String name) {
        return query.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::trim)
                .toList();
    }

    /** A header's value, by its name in lower case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The media type of the body, in lower case and without parameters. */
    public Optional<String> mediaType() {
        return Optional.ofNullable(headers.get("content-type"))
                .map(type -> type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT));
    }

    public Optional<String> bearerToken() {
        return Optional.ofNullable(headers.get("authorization"))
                .filter(value -> value.startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).trim());
    }

    public byte[] body() {
        return body;
    }

    /** Notes which route answers. */
    void matched(Route route, Map<String, String> variables) {
        endpoint = route.toString();
        pathVariables = variables;
    }

    /** Notes how many records the request carried. */
    public void noteInputs(int count) {
        inputs = count;
    }

    /** Notes a record that was refused, by the CRM's error code. */
    public void noteRejection(String code) {
        rejections.add(code);
    }

    /** The method and template of the route that answers, or {@code unmatched}. */
    public String endpoint() {
        return endpoint;
    }

    public int inputs() {
        return inputs;
    }

    public List<String> rejections() {
        return List.copyOf(rejections);
    }

    /** Decodes a segment of a path, in which a plus sign, as in many an email address, is itself. */
    static String decodeSegment(String segment) {
        return decode(segment.replace("+", "%2B"));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Map<String, List<String>> parse(String rawQuery) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            String[] nameAndValue = pair.split("=", 2);
            if (!nameAndValue[0].isEmpty()) {
                values.computeIfAbsent(decode(nameAndValue[0]), none -> new ArrayList<>())
                        .add(nameAndValue.length == 2 ? decode(nameAndValue[1]) : "");
            }
        }
        return values;
    }
}
