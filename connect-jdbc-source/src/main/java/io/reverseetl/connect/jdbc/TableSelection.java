// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.ListedTable;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of a database's tables are read. A regular expression has to match the whole of {@code table}, {@code
 * schema.table} or {@code catalog.schema.table}; a name has to equal one of them.
 */
record TableSelection(
        List<String> includePatterns,
        List<String> excludePatterns,
        List<String> includeNames,
        List<String> excludeNames,
        Set<String> types,
        Optional<String> schemaPattern,
        Optional<String> catalogPattern) {

    private static final Pattern ANY_TEXT = Pattern.compile("%+");

    List<TableName> select(String catalog, List<ListedTable> tables) {
        boolean inCatalog =
                catalogPattern.map(pattern -> like(pattern, catalog)).orElse(true);
        return tables.stream()
                .filter(table -> inCatalog && selects(catalog, table))
                .map(ListedTable::name)
                .toList();
    }

    private boolean selects(String catalog, ListedTable table) {
        Set<String> names = names(catalog, table.name());
        boolean named = includeNames.stream().anyMatch(names::contains);
        boolean matched = includeNames.isEmpty() && (includePatterns.isEmpty() || matches(includePatterns, names));
        // The parent has a partition's rows already, so a partition is read only if it is asked for by name.
        boolean candidate = named || (matched && !table.partition());
        return candidate
                && types.contains(table.kind().toUpperCase(Locale.ROOT))
                && schemaPattern
                        .map(pattern -> like(pattern, table.name().schema()))
                        .orElse(true)
                && excludeNames.stream().noneMatch(names::contains)
                && !matches(excludePatterns, names);
    }

    /** Names that were asked for and are those of no selected table. */
    List<String> missing(String catalog, List<TableName> selected) {
        Set<String> found = selected.stream()
                .flatMap(table -> names(catalog, table).stream())
                .collect(Collectors.toUnmodifiableSet());
        return includeNames.stream().filter(name -> !found.contains(name)).toList();
    }

    /** Tables that a user may have meant: those whose names share the most with what was asked for. */
    static List<String> near(List<String> names, List<ListedTable> tables) {
        List<String> asked =
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        return tables.stream()
                .map(ListedTable::name)
                .sorted(Comparator.<TableName>comparingInt(table -> -asked.stream()
                                .mapToInt(name -> commonPrefix(
                                        name.substring(name.lastIndexOf('.') + 1),
                                        table.name().toLowerCase(Locale.ROOT)))
                                .max()
                                .orElse(0))
                        .thenComparing(TableName::compareTo))
                .limit(5)
                .map(TableName::toString)
                .toList();
    }

    private static int commonPrefix(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }

    private static Set<String> names(String catalog, TableName table) {
        String qualified = table.schema() + "." + table.name();
        return Stream.of(table.name(), qualified, catalog + "." + qualified, table.toString())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean matches(List<String> patterns, Set<String> names) {
        return patterns.stream()
                .map(Pattern::compile)
                .anyMatch(pattern ->
                        names.stream().anyMatch(name -> pattern.matcher(name).matches()));
    }

    /** A pattern of JDBC's metadata: {@code %} for any text, {@code _} for any character. */
    private static boolean like(String pattern, String name) {
        // Each % of a run would be tried at every place, which takes for ever where the rest does not match.
        String expression = ANY_TEXT.matcher(pattern)
                .replaceAll("%")
                .codePoints()
                .mapToObj(c -> c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return name.matches(expression);
    }
}
