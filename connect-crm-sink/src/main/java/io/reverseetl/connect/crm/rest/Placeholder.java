// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a template can leave open. */
enum Placeholder {
    OBJECT("{object}"),
    ID_PROPERTY("{id.property}"),
    ID("{id}"),
    /** The CRM's own id, as a search has found it. */
    CRM_ID("{crm.id}"),
    /** The record's fields, as an object. */
    FIELDS("{fields}"),
    /** The only record of the request. */
    RECORD("{record}"),
    /** All records of the request, as an array. */
    RECORDS("{records}"),
    /** All records of the request, each in a line of its own. */
    LINES("{lines}"),
    IDEMPOTENCY_KEY("{idempotency.key}"),
    /** The external ids of all records of the request: an array, or in a path a list with commas. */
    IDS("{ids}"),
    /** What the CRM knows a job by. */
    JOB_ID("{job.id}"),
    /** One of the record's fields, which stands for itself and not for its name. */
    FIELD("{fields.<name>}");

    private static final String FIELD_START = "{fields.";
    private static final Pattern ANY = Pattern.compile("\\{(?:fields\\.[^{}]+|[a-z][a-z.]*)}");

    private final String spelling;

    Placeholder(String spelling) {
        this.spelling = spelling;
    }

    static Optional<Placeholder> spelled(String text) {
        if (text.startsWith(FIELD_START)) {
            return Optional.of(FIELD);
        }
        return Arrays.stream(values())
                .filter(placeholder -> placeholder.spelling.equals(text))
                .findFirst();
    }

    /**
     * The placeholders of a text.
     *
     * @throws IllegalArgumentException if there is one that means nothing, or not here
     */
    static Set<Placeholder> in(String text, Set<Placeholder> allowed) {
        Set<Placeholder> found = EnumSet.noneOf(Placeholder.class);
        ANY.matcher(text)
                .results()
                .map(MatchResult::group)
                .forEach(name -> found.add(spelled(name)
                        .filter(allowed::contains)
                        .orElseThrow(() -> new IllegalArgumentException(
                                name + " means nothing here. What can be left open is " + names(allowed) + "."))));
        return found;
    }

    /** A text with its placeholders replaced; what has no value stays as it is. */
    static String fill(String text, Map<Placeholder, JsonNode> values, UnaryOperator<String> encode) {
        return ANY.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(value(match.group(), values)
                        .map(value -> text(value, encode))
                        .orElse(match.group())));
    }

    /** Whether all that the text leaves open has a value. */
    static boolean hasAll(String text, Map<Placeholder, JsonNode> values) {
        return ANY.matcher(text)
                .results()
                .allMatch(name -> value(name.group(), values).isPresent());
    }

    private static Optional<JsonNode> value(String name, Map<Placeholder, JsonNode> values) {
        return name.startsWith(FIELD_START)
                ? Optional.ofNullable(values.get(FIELDS))
                        .map(fields -> fields.get(name.substring(FIELD_START.length(), name.length() - 1)))
                        .filter(field -> !field.isNull())
                : spelled(name).map(values::get);
    }

    private static String text(JsonNode value, UnaryOperator<String> encode) {
        return value.isArray()
                ? value.valueStream()
                        .map(element -> encode.apply(element.asText()))
                        .collect(Collectors.joining(","))
                : encode.apply(value.asText());
    }

    private static String names(Set<Placeholder> placeholders) {
        return EnumSet.copyOf(placeholders).stream().map(Placeholder::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return spelling;
    }
}
