// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why a record was not written, as one line that may be logged and put into a header. It holds no value of a field:
 * what a CRM says about a record is cut down to codes and names of properties, because its sentences quote values.
 *
 * @param code the CRM's or our own code, for example {@code INVALID_EMAIL}; empty if there is none
 * @param fields names of the properties or fields concerned
 * @param status the HTTP status, or 0 if there was none
 * @param requestId the CRM's name for the request, for its support; empty if there is none
 * @param hint what to do about it, in words of ours; empty if there is nothing to say
 */
public record Reason(Category category, String code, List<String> fields, int status, String requestId, String hint) {

    private static final int LONGEST_NAME = 100;
    private static final int MOST_FIELDS = 20;

    /** Content, URI or headers too large. */
    private static final Set<Integer> TOO_LONG = Set.of(413, 414, 431);

    private static final String SHORTEN =
            "The CRM takes no request as long as this record alone makes it: shorten its texts by a transform";

    /** What kind of trouble it was. */
    public enum Category {
        /** The CRM refused the record. */
        VALIDATION,
        /** The record could not be made into a write. */
        RECORD,
        /** The record has no value, and {@code delete.mode} refuses that. */
        TOMBSTONE,
        /** The CRM could not be reached, or would not take it, until the deadline. */
        TIMEOUT,
        /** The CRM gave no result for it. */
        UNACCOUNTED
    }

    public Reason {
        code = word(code);
        fields = fields.stream().limit(MOST_FIELDS).map(Reason::word).distinct().toList();
        requestId = word(requestId);
        hint = hint.isEmpty() && TOO_LONG.contains(status) ? SHORTEN : hint;
    }

    /** The record itself is wrong: nothing was sent. */
    public static Reason record(String code, List<String> fields, String hint) {
        return new Reason(Category.RECORD, code, fields, 0, "", hint);
    }

    /** The CRM refused a record. */
    public static Reason validation(String code, List<String> fields, int status, String requestId) {
        return new Reason(Category.VALIDATION, code, fields, status, requestId, "");
    }

    /** What to say if a trouble that should pass has not passed by the deadline. */
    public static Reason unavailable(String code, int status, String requestId) {
        return new Reason(Category.TIMEOUT, code, List.of(), status, requestId, "");
    }

    public static Reason of(Category category, String code, String hint) {
        return new Reason(category, code, List.of(), 0, "", hint);
    }

    /** The same trouble under another category. */
    public Reason as(Category other) {
        return new Reason(other, code, fields, status, requestId, hint);
    }

    /** What there is to say, by its name, in the order in which it is said. */
    public Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("category", category.name());
        parts.put("code", code);
        parts.put("fields", String.join(",", fields));
        parts.put("status", status == 0 ? "" : String.valueOf(status));
        parts.put("request.id", requestId);
        parts.put("hint", hint);
        parts.values().removeIf(String::isEmpty);
        return parts;
    }

    @Override
    public String toString() {
        Map<String, String> parts = parts();
        parts.computeIfPresent("hint", (name, words) -> '"' + words + '"');
        return parts.entrySet().stream()
                .map(part -> part.getKey() + "=" + part.getValue())
                .collect(Collectors.joining(" "));
    }

    /**
     * What may be shown of a text that a CRM gives as a name: codes, property names and request ids are words. Whatever
     * else stands where one is expected may be a value, so it is dropped whole rather than shown in part.
     */
    public static String word(String text) {
        boolean name = text.length() <= LONGEST_NAME
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.');
        return name ? text : "";
    }
}
