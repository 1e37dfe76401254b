// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.validation;

import io.reverseetl.connect.transforms.contact.EmailAddress;
import io.reverseetl.connect.transforms.contact.PhoneNumber;
import io.reverseetl.connect.transforms.jsonata.JsonataExpression;
import io.reverseetl.connect.transforms.jsonata.JsonataExpression.Bounds;
import io.reverseetl.connect.transforms.syntax.Vocabulary;
import io.reverseetl.connect.transforms.syntax.Vocabulary.Word;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.DataException;

/** The rules that a user can write. Adding one means adding it to {@link #ALL}, and to the guide. */
final class Checks {

    static final Vocabulary<Check> ALL = new Vocabulary<>(
            "a rule",
            List.of(
                    Vocabulary.word("required", Check.Presence.REQUIRED),
                    Vocabulary.word("optional", Check.Presence.OPTIONAL),
                    Vocabulary.word("type", "type('integer')", List.of(String.class), ValueType::check),
                    Vocabulary.word("email", text(EmailAddress::isValid)),
                    new Word<>("phone", "phone('FR')", 0, 1, List.of(String.class), Checks::phone),
                    Vocabulary.word("url", text(Checks::isUrl)),
                    Vocabulary.word("regex", "regex('[A-Z]{2}')", List.of(String.class), Checks::regex),
                    Vocabulary.word("length", "length(1, 255)", List.of(Long.class, Long.class), Checks::length),
                    Vocabulary.word("range", "range(0, 150)", List.of(Number.class, Number.class), Checks::range),
                    new Word<>(
                            "date", "date('1900-01-01', '2099-12-31')", 0, 2, List.of(String.class), DateRange::check),
                    new Word<>("in", "in('FR', 'DE')", 1, Integer.MAX_VALUE, List.of(Object.class), Checks::in),
                    Vocabulary.word("check", "check('start <= end')", List.of(String.class), Checks::expression)));

    /** For an expression that does not end. It is not for a slow one: no pause of the JVM may make a record wrong. */
    private static final Bounds BOUNDS = new Bounds(Duration.ofSeconds(5), 100);

    private Checks() {}

    private static Check text(Predicate<String> test) {
        return (schema, value, record) -> value instanceof String text && test.test(text);
    }

    private static Check phone(List<Object> given) {
        if (given.isEmpty()) {
            PhoneNumber number = PhoneNumber.international();
            return text(text -> number.e164(text).filter(text::equals).isPresent());
        }
        PhoneNumber number = PhoneNumber.of((String) given.get(0));
        return text(text -> number.e164(text).isPresent());
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            boolean isWeb = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return isWeb && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Check regex(List<Object> given) {
        try {
            Pattern pattern = Pattern.compile((String) given.get(0));
            return text(text -> matches(pattern, text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + e.getPattern() + "' is no regular expression: " + e.getDescription() + " at character "
                            + (e.getIndex() + 1),
                    e);
        }
    }

    /** A pattern such as (a|b)* takes a call for each character: a text that is too long for it does not keep the rule. */
    private static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(text).matches();
        } catch (StackOverflowError e) {
            return false;
        }
    }

    private static Check length(List<Object> given) {
        long least = (Long) given.get(0);
        long most = (Long) given.get(1);
        if (least < 0 || least > most) {
            throw new IllegalArgumentException("write the least and the most number of characters");
        }
        return text(text -> {
            int length = text.codePointCount(0, text.length());
            return length >= least && length <= most;
        });
    }

    private static Check range(List<Object> given) {
        BigDecimal least = new BigDecimal(given.get(0).toString());
        BigDecimal most = new BigDecimal(given.get(1).toString());
        if (least.compareTo(most) > 0) {
            throw new IllegalArgumentException("write the least and the most that the number may be");
        }
        return (schema, value, record) -> {
            if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
                return false;
            }
            BigDecimal exact = new BigDecimal(number.toString());
            return exact.compareTo(least) >= 0 && exact.compareTo(most) <= 0;
        };
    }

    /** Numbers are compared by what they are worth: 1 and 1.0 are one. */
    private static Check in(List<Object> given) {
        Set<Object> allowed = given.stream().map(Checks::comparable).collect(Collectors.toUnmodifiableSet());
        return (schema, value, record) -> allowed.contains(comparable(value));
    }

    private static Object comparable(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue())
                ? new BigDecimal(number.toString()).stripTrailingZeros()
                : value;
    }

    private static Check expression(List<Object> given) {
        JsonataExpression expression = JsonataExpression.compile((String) given.get(0), BOUNDS);
        return (schema, value, record) -> {
            try {
                return Boolean.TRUE.equals(expression.evaluate(record));
            } catch (DataException e) {
                // A comparison of a text with a number, for example: the record does not keep the rule.
                return false;
            }
        };
    }
}
