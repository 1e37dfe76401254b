// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a value as Salesforce reads it in JSON. */
final class FieldValue {

    /** Between the choices of a multi-select picklist. */
    private static final String SEPARATOR = ";";

    /** Salesforce refuses more than three digits of a second. */
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'");

    private FieldValue() {}

    /** The value; nothing if Salesforce has no form for it, as for bytes and nested structures. */
    static Optional<JsonNode> of(Object value) {
        if (value instanceof Boolean flag) {
            return Optional.of(BooleanNode.valueOf(flag));
        }
        return value instanceof Number number
                ? number(number).map(DecimalNode::valueOf)
                : text(value).map(TextNode::valueOf);
    }

    private static Optional<BigDecimal> number(Number number) {
        boolean finite =
                !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
        return finite ? Optional.of(new BigDecimal(number.toString())) : Optional.empty();
    }

    private static Optional<String> text(Object value) {
        if (value instanceof CharSequence || value instanceof LocalDate) {
            return Optional.of(value.toString());
        }
        if (value instanceof Instant moment) {
            return Optional.of(MOMENT.format(moment));
        }
        if (value instanceof LocalTime time) {
            return Optional.of(TIME_OF_DAY.format(time));
        }
        return value instanceof List<?> list ? joined(list) : Optional.empty();
    }

    /** A choice that holds the separator would arrive as two, so there is no form. */
    private static Optional<String> joined(List<?> list) {
        List<Optional<String>> choices = list.stream().map(FieldValue::choice).toList();
        return choices.stream().allMatch(Optional::isPresent)
                ? Optional.of(choices.stream().flatMap(Optional::stream).collect(Collectors.joining(SEPARATOR)))
                : Optional.empty();
    }

    private static Optional<String> choice(@Nullable Object element) {
        return element == null || element instanceof List<?>
                ? Optional.empty()
                : of(element).map(FieldValue::plain).filter(text -> !text.contains(SEPARATOR));
    }

    /** As text, a number without an exponent. */
    static String plain(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }
}
