// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.syntax;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The functions that a text may call.
 *
 * @param kind what error messages call one of them, for example {@code a rule}
 * @param <T> what a call means
 */
public record Vocabulary<T>(String kind, List<Word<T>> words) {

    /**
     * One of the functions.
     *
     * @param usage an example of a call, with all its parameters
     * @param required how many parameters have to be given
     * @param most how many may be given
     * @param parameters their classes; those that are given beyond are of the last one's
     * @param meaning throws {@link IllegalArgumentException}, with what to write instead, for constants that mean nothing
     */
    public record Word<T>(
            String name,
            String usage,
            int required,
            int most,
            List<Class<?>> parameters,
            Function<List<Object>, T> meaning) {

        private boolean takes(List<Object> constants) {
            boolean fits = constants.size() >= required && constants.size() <= most;
            for (int i = 0; fits && i < constants.size(); i++) {
                fits = parameters.get(Math.min(i, parameters.size() - 1)).isInstance(constants.get(i));
            }
            return fits;
        }
    }

    /** A function that is called without parentheses. */
    public static <T> Word<T> word(String name, T meaning) {
        return new Word<>(name, name, 0, 0, List.of(), none -> meaning);
    }

    /** A function all of whose parameters have to be given. */
    public static <T> Word<T> word(
            String name, String usage, List<Class<?>> parameters, Function<List<Object>, T> meaning) {
        return new Word<>(name, usage, parameters.size(), parameters.size(), parameters, meaning);
    }

    /** How each function is called, as documentation lists them: each between backticks. */
    public String usages() {
        return words.stream().map(word -> "`" + word.usage() + "`").collect(Collectors.joining(", "));
    }

    private String choices() {
        return words.stream().map(Word::usage).collect(Collectors.joining(", "));
    }

    /** Reads a call, and finds out what it means. */
    public T read(Cursor cursor) {
        Token name = cursor.peek();
        Word<T> word = words.stream()
                .filter(each -> name.kind() == Token.Kind.NAME && each.name().equals(name.text()))
                .findFirst()
                .orElseThrow(() -> cursor.unexpected(kind + " (" + choices() + ")"));
        cursor.advance();
        List<Object> constants = cursor.arguments();
        if (!word.takes(constants)) {
            throw cursor.refused(name, name.text() + ": write `" + word.usage() + "`");
        }
        try {
            return word.meaning().apply(constants);
        } catch (IllegalArgumentException e) {
            throw cursor.refused(name, name.text() + ": " + e.getMessage());
        }
    }
}
