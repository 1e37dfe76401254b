// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.syntax;

import io.reverseetl.connect.transforms.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Splits a text into tokens. */
final class Lexer {

    private static final String SYMBOLS = "=|+().,:?[]";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int next;
    private int line = 1;
    private int lineStart;

    private Lexer(String text) {
        this.text = text;
    }

    /** The tokens of a text; the last is {@link Kind#END}. */
    static List<Token> tokens(String text) {
        return new Lexer(text).run();
    }

    private List<Token> run() {
        while (next < text.length()) {
            char c = text.charAt(next);
            if (c == ';' || c == '\n') {
                add(Kind.SEPARATOR, next, next + 1);
                next++;
                startLineAfter(c);
            } else if (Character.isWhitespace(c)) {
                next++;
            } else if (c == '\'') {
                quoted(Kind.TEXT, c);
            } else if (c == '"') {
                quoted(Kind.QUOTED_NAME, c);
            } else if (SYMBOLS.indexOf(c) >= 0) {
                add(Kind.SYMBOL, next, next + 1);
                next++;
            } else if (isDigit(c) || c == '-') {
                number();
            } else if (Character.isLetter(c) || c == '_') {
                int start = next;
                skip(each -> Character.isLetterOrDigit(each) || each == '_');
                add(Kind.NAME, start, next);
            } else {
                throw new ConfigSyntaxException(
                        position(next),
                        "`" + c + "` has no meaning here; put a name with odd characters in double quotes");
            }
        }
        add(Kind.END, next, next);
        return List.copyOf(tokens);
    }

    /** Reads up to the closing quote; a quote within the text is written twice, as in SQL. */
    private void quoted(Kind kind, char quote) {
        Position start = position(next);
        StringBuilder content = new StringBuilder();
        for (next++; next < text.length(); next++) {
            char c = text.charAt(next);
            if (c != quote) {
                content.append(c);
            } else if (next + 1 < text.length() && text.charAt(next + 1) == quote) {
                content.append(quote);
                next++;
            } else {
                next++;
                tokens.add(new Token(kind, content.toString(), start));
                return;
            }
            if (c == '\n') {
                line++;
                lineStart = next + 1;
            }
        }
        throw new ConfigSyntaxException(start, "the quote " + quote + " that opens here is never closed");
    }

    private void number() {
        int start = next;
        next++;
        skip(Lexer::isDigit);
        if (next + 1 < text.length() && text.charAt(next) == '.' && isDigit(text.charAt(next + 1))) {
            next++;
            skip(Lexer::isDigit);
        }
        boolean hasDigits = isDigit(text.charAt(next - 1));
        boolean runsOn = next < text.length() && (Character.isLetter(text.charAt(next)) || text.charAt(next) == '_');
        if (!hasDigits || runsOn) {
            throw new ConfigSyntaxException(
                    position(start),
                    "expected a number such as 42 or -1.5; put a name that starts like one in double quotes");
        }
        add(Kind.NUMBER, start, next);
    }

    private void skip(IntPredicate characters) {
        while (next < text.length() && characters.test(text.charAt(next))) {
            next++;
        }
    }

    private void add(Kind kind, int start, int end) {
        tokens.add(new Token(kind, text.substring(start, end), position(start)));
    }

    private Position position(int index) {
        return new Position(index, line, index - lineStart + 1);
    }

    private void startLineAfter(char c) {
        if (c == '\n') {
            line++;
            lineStart = next;
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
