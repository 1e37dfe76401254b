// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

/** What kinds of JSON a field takes; whatever else stands there refuses the whole request. */
enum FieldType {
    ID,
    STRING,
    EMAIL,
    BOOLEAN,
    DOUBLE,
    DATE,
    DATETIME,
    PICKLIST,
    MULTIPICKLIST,
    REFERENCE;

    /** A moment with no more than three digits of a second. */
    private static final Pattern MOMENT = Pattern.compile(".*:\\d\\d(\\.\\d{1,3})?(Z|[+-].*)");

    boolean takes(JsonNode value) {
        return switch (this) {
            case STRING -> value.isValueNode();
            case BOOLEAN -> value.isBoolean();
            case DOUBLE -> value.isNumber();
            case DATE -> value.isTextual() && parses(value.asText(), LocalDate::parse);
            case DATETIME ->
                value.isTextual()
                        && MOMENT.matcher(value.asText()).matches()
                        && parses(value.asText(), OffsetDateTime::parse);
            default -> value.isTextual();
        };
    }

    /** A cell of CSV as JSON: what cannot be read as this type stays text. */
    JsonNode parsed(String cell) {
        if (this == BOOLEAN && (cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false"))) {
            return BooleanNode.valueOf(Boolean.parseBoolean(cell));
        }
        return this == DOUBLE && cell.matches("-?\\d+(\\.\\d+)?")
                ? DecimalNode.valueOf(new BigDecimal(cell))
                : TextNode.valueOf(cell);
    }

    /** As describe spells it. */
    String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    private interface Parser {
        Object parse(String text);
    }

    @SuppressWarnings("CheckReturnValue") // Whether it can be read is all that matters.
    private static boolean parses(String text, Parser parser) {
        try {
            parser.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
