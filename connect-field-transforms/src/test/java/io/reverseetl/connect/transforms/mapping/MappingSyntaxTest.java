// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.reverseetl.connect.transforms.syntax.ConfigSyntaxException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MappingSyntaxTest {

    private static final Map<String, Object> RECORD = Map.ofEntries(
            entry("id", 7),
            entry("mail", " Ada@Example.org "),
            entry("first", "Ada"),
            entry("last", "Lovelace"),
            entry("odd name", "odd"),
            entry("a.b", "dotted"),
            entry("say \"hi\"", "quoted"),
            entry("true", "a field"),
            entry("größe_2", "unicode"),
            entry("tags", List.of("new", "vip")),
            entry("items", List.of(Map.of("sku", "A1", "sizes", List.of(1, 2)), Map.of("sku", "B2"))),
            entry("address", Map.of("city", "London", "geo point", Map.of("lat", 51.5))));

    static Stream<Arguments> entries() {
        return Stream.of(
                arguments("a name alone keeps the field", "id", Map.of("id", 7)),
                arguments("and may format it", "first | upper | truncate(2)", Map.of("first", "AD")),
                arguments("a rename", "number = id", Map.of("number", 7)),
                arguments("no spaces", "number=id;given=first", Map.of("number", 7, "given", "Ada")),
                arguments("line breaks and empty entries", "\n a = id\r\n;;\nb = first;\n", Map.of("a", 7, "b", "Ada")),
                arguments("a path", "city = address.city", Map.of("city", "London")),
                arguments("a path with quotes", "lat = address.\"geo point\".lat", Map.of("lat", 51.5)),
                arguments("an element", "tag = tags[0]", Map.of("tag", "new")),
                arguments("an element from the end", "tag = tags[-1]", Map.of("tag", "vip")),
                arguments("the first, counted from the end", "tag = tags[-2]", Map.of("tag", "new")),
                arguments("a path through elements", "s = items[0].sizes[ 1 ]", Map.of("s", 2)),
                arguments("an element through functions", "t = tags[1] | upper", Map.of("t", "VIP")),
                arguments(
                        "a target in a struct",
                        "address.town = address.city; id; address.country = 'GB'",
                        Map.of("id", 7, "address", Map.of("town", "London", "country", "GB"))),
                arguments(
                        "a target in structs",
                        "a.b.c = id; a.d = 1",
                        Map.of("a", Map.of("b", Map.of("c", 7), "d", 1L))),
                arguments(
                        "a path alone keeps the nested field",
                        "address.city | upper",
                        Map.of("address", Map.of("city", "LONDON"))),
                arguments("a dot in the quotes of a nested target", "a.\"b.c\" = id", Map.of("a", Map.of("b.c", 7))),
                arguments("a quoted source and target", "\"a b\" = \"odd name\"", Map.of("a b", "odd")),
                arguments("a dot in quotes is no path", "\"x.y\" = \"a.b\"", Map.of("x.y", "dotted")),
                arguments("a doubled quote in a name", "q = \"say \"\"hi\"\"\"", Map.of("q", "quoted")),
                arguments("letters of every language", "größe = größe_2", Map.of("größe", "unicode")),
                arguments("a text", "source = 'warehouse'", Map.of("source", "warehouse")),
                arguments("a doubled quote in a text", "owner = 'O''Brien'", Map.of("owner", "O'Brien")),
                arguments("separators in a text", "t = 'a;b\nc = d'", Map.of("t", "a;b\nc = d")),
                arguments("an empty text", "t = ''", Map.of("t", "")),
                arguments("a whole number", "n = -42", Map.of("n", -42L)),
                arguments("the largest whole number", "n = 9223372036854775807", Map.of("n", Long.MAX_VALUE)),
                arguments("a decimal number", "n = 1.50", Map.of("n", 1.5)),
                arguments("booleans", "t = true; f = false", Map.of("t", true, "f", false)),
                arguments("a quoted boolean is a field", "t = \"true\"", Map.of("t", "a field")),
                arguments("functions", "mail = mail | trim | lower", Map.of("mail", "ada@example.org")),
                arguments("parentheses of a function", "mail = mail | truncate( 3 )", Map.of("mail", " Ad")),
                arguments("joined operands", "n = first + ' ' + last", Map.of("n", "Ada Lovelace")),
                arguments("a pipe takes the whole sum", "n = first + last | upper", Map.of("n", "ADALOVELACE")),
                arguments("but for parentheses", "n = first + (last | upper)", Map.of("n", "AdaLOVELACE")),
                arguments(
                        "a function's name is a field too",
                        "first = first; n = first",
                        Map.of("first", "Ada", "n", "Ada")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("entries")
    void an_entry_means(String title, String mapping, Map<String, Object> expected) {
        // When
        Map<Object, Object> mapped = Mapping.parse(mapping, Unmapped.DROP).apply(RECORD);

        // Then
        assertThat(mapped).isEqualTo(expected);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("", "line 1, column 1: the mapping is empty"),
                arguments(" ;\n", "line 2, column 1: the mapping is empty"),
                arguments(
                        "a =",
                        "line 1, column 4: in `a =`: "
                                + "expected a field, a constant or `(`, but found the end of the text"),
                arguments(
                        "a = ; b",
                        "line 1, column 5: in `a =`: "
                                + "expected a field, a constant or `(`, but found the end of the entry"),
                arguments(
                        "a b", "line 1, column 3: in `a b`: expected `=`, `|` or the end of the entry, but found `b`"),
                arguments(
                        "a = b c",
                        "line 1, column 7: in `a = b c`: expected `+`, `|` or the end of the entry, but found `c`"),
                arguments("= b", "line 1, column 1: in `= b`: expected the name of a target field, but found `=`"),
                arguments("'a' = b", "expected the name of a target field, but found `'a'`"),
                arguments("a. = b", "expected the name of a nested field, but found `=`"),
                arguments("a[0] = b", "line 1, column 2: in `a[0] = b`: a target is a field, and no element"),
                arguments("a.b[0]", "line 1, column 4: in `a.b[0]`: a target is a field, and no element"),
                arguments(
                        "a = b; a.c = d",
                        "line 1, column 8: in `a.c = d`: target 'a' has an entry already, as a whole or for a field in"),
                arguments("a.b.c = d; a.b = e", "line 1, column 12: in `a.b = e`: target 'a.b' has an entry already"),
                arguments("a.b = d; a.b = e", "line 1, column 10: in `a.b = e`: target 'a.b' has an entry already"),
                arguments("a = [0]", "line 1, column 5: in `a = [0]`: expected a field, a constant or `(`"),
                arguments("a = b[", "line 1, column 7: in `a = b[`: expected the number of an element"),
                arguments("a = b[c]", "line 1, column 7: in `a = b[c]`: expected the number of an element"),
                arguments("a = b['c']", "line 1, column 7: in `a = b['c']`: expected the number of an element"),
                arguments("a = b[1.0]", "line 1, column 7: in `a = b[1.0]`: expected the number of an element"),
                arguments("a = b[2147483648]", "line 1, column 7: in `a = b[2147483648]`: expected the number"),
                arguments("a = b[1", "line 1, column 8: in `a = b[1`: expected `]`, but found the end of the text"),
                arguments("a = b[1]c", "expected `+`, `|` or the end of the entry, but found `c`"),
                arguments("a = b.", "expected the name of a nested field, but found the end of the text"),
                arguments(
                        "x\na = b | uper\ny",
                        "line 2, column 9: in `a = b | uper`: expected a function (trim, upper, lower,"),
                arguments("a = b | ", "expected a function"),
                arguments("a = b | \"trim\"", "expected a function"),
                arguments("a = (b | trim", "expected `)`, but found the end of the text"),
                arguments("a = b | truncate(3", "expected `,` or `)`, but found the end of the text"),
                arguments(
                        "a = b | truncate(c)",
                        "expected a text in single quotes, a number, true or false, but found `c`"),
                arguments("a = b | truncate", "truncate: write `truncate(255)`"),
                arguments("a = b | truncate('3')", "truncate: write `truncate(255)`"),
                arguments("a = b | truncate(0)", "truncate: write how many characters to keep, 1 at least"),
                arguments("a = b | trim('x')", "trim: write `trim`"),
                arguments("a = b | default", "default: write `default('x')`"),
                arguments("a = b | default('x', 'y')", "default: write `default('x')`"),
                arguments("a = b | number('abc')", "number: a number's pattern needs a digit, such as '0.00'"),
                arguments("a = b | number('0.0.0')", "line 1, column 9: in `a = b | number('0.0.0')`: number: "),
                arguments("a = b | date('bbb')", "date: Unknown pattern letter: b"),
                arguments("a = b | date('YYYY-MM-dd')", "date: Y is the year that a week belongs to"),
                arguments("a = b | date('yyyy', 'Europe/Pari')", "date: there is no time zone 'Europe/Pari'"),
                arguments("a = b | date('yyyy', '+99')", "date: there is no time zone '+99'"),
                arguments("a = b ? c", "line 1, column 9: in `a = b ? c`: expected `??`, but found `c`"),
                arguments("a = b ??", "expected a field, a constant or `(`, but found the end of the text"),
                arguments("a = b | lookup('x')", "lookup: write `lookup('fr', 'France', 'other')`"),
                arguments("a = b | lookup('x', 'y', 'x', 'z')", "lookup: 'x' is there twice"),
                arguments("a = 'b", "line 1, column 5: the quote ' that opens here is never closed"),
                arguments("a = 1x", "line 1, column 5: expected a number such as 42 or -1.5"),
                arguments("a = -", "line 1, column 5: expected a number such as 42 or -1.5"),
                arguments("a = 9223372036854775808", "a whole number has to fit into 64 bits"),
                arguments("a = 1.", "expected `+`, `|` or the end of the entry, but found `.`"),
                arguments("first-name", "line 1, column 6: expected a number"),
                arguments(
                        "a = b & c",
                        "line 1, column 7: `&` has no meaning here; put a name with odd characters in double quotes"),
                arguments("t = 'two\nlines'; a = &", "line 2, column 13: `&` has no meaning here"),
                arguments("a = b; c; a = d", "line 1, column 11: in `a = d`: target 'a' has an entry already"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_told_with_its_place_and_what_was_expected(String mapping, String message) {
        assertThatThrownBy(() -> Mapping.parse(mapping, Unmapped.DROP))
                .isInstanceOf(ConfigSyntaxException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @MethodSource("functionNames")
    void every_function_is_listed_for_the_user(String function) {
        assertThat(Mapping.functions()).contains(function);
    }

    static List<String> functionNames() {
        return List.of(
                "trim", "upper", "lower", "truncate(", "string", "number(", "date(", "default(", "lookup(", "optional");
    }
}
