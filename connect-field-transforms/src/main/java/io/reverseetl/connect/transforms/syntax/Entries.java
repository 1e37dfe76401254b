// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries, each a field and what is said about it:
 *
 * <pre>
 * entries  = [ entry ] { ( ";" | line break ) [ entry ] }
 * entry    = path ":" function { "," function }
 * path     = name { "." name }
 * function = name [ "(" constant { "," constant } ")" ]
 * </pre>
 */
public final class Entries {

    private Entries() {}

    /**
     * What one function of an entry says.
     *
     * @param text as the user has written it
     */
    public record Said<T>(String text, T meaning) {}

    /**
     * Reads entries, in their order.
     *
     * @return what is said about each path
     * @throws ConfigSyntaxException if they cannot be read, if there are none, or two for one field
     */
    public static <T> Map<List<String>, List<Said<T>>> parse(String text, Vocabulary<T> vocabulary, String ifNone) {
        Map<List<String>, List<Said<T>>> entries = new LinkedHashMap<>();
        Cursor cursor = new Cursor(text);
        cursor.entries(() -> entry(cursor, vocabulary, entries), ifNone);
        return entries;
    }

    private static <T> void entry(Cursor cursor, Vocabulary<T> vocabulary, Map<List<String>, List<Said<T>>> entries) {
        Token start = cursor.peek();
        List<String> path = cursor.path("the name of a field");
        cursor.expect(':', "`.` or `:`");
        List<Said<T>> said = new ArrayList<>();
        do {
            Token first = cursor.peek();
            T meaning = vocabulary.read(cursor);
            said.add(new Said<>(cursor.text(first, cursor.peek()), meaning));
        } while (cursor.accept(','));
        if (!cursor.peek().endsEntry()) {
            throw cursor.unexpected("`,` or the end of the entry");
        }
        if (entries.putIfAbsent(path, List.copyOf(said)) != null) {
            throw cursor.refused(
                    start, "field '" + String.join(".", path) + "' has an entry already; make one of the two");
        }
    }
}
