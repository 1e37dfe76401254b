// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.syntax;

import io.reverseetl.connect.transforms.syntax.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads a text from its first token to its last. What it refuses, it refuses with the place and what was expected. */
public final class Cursor {

    private final String text;
    private final List<Token> tokens;
    private int next;
    private Token entryStart;

    /**
     * Starts before the first token.
     *
     * @throws ConfigSyntaxException if a character of the text means nothing
     */
    public Cursor(String text) {
        this.text = text;
        this.tokens = Lexer.tokens(text);
        this.entryStart = tokens.get(0);
    }

    /**
     * Reads entries up to the end of the text.
     *
     * @param entry reads one, from its first token to its last
     * @param ifNone says what to write where there is none
     */
    public void entries(Runnable entry, String ifNone) {
        boolean found = false;
        while (peek().kind() != Kind.END) {
            if (peek().kind() == Kind.SEPARATOR) {
                advance();
            } else {
                entryStart = peek();
                entry.run();
                found = true;
            }
        }
        if (!found) {
            throw new ConfigSyntaxException(peek().position(), ifNone);
        }
    }

    /** Reads a path: names with dots between them. */
    public List<String> path(String expected) {
        List<String> names = new ArrayList<>();
        names.add(name(expected).text());
        while (accept('.')) {
            names.add(nestedName().text());
        }
        return List.copyOf(names);
    }

    /** Reads the name that stands behind the dot of a path. */
    public Token nestedName() {
        return name("the name of a nested field");
    }

    /** Reads constants in parentheses, if there are any. */
    public List<Object> arguments() {
        List<Object> constants = new ArrayList<>();
        if (accept('(')) {
            do {
                constants.add(constant());
            } while (accept(','));
            expect(')', "`,` or `)`");
        }
        return List.copyOf(constants);
    }

    /** What is written between two tokens: from the beginning of the first to before the second. */
    public String text(Token from, Token to) {
        return text.substring(from.position().offset(), to.position().offset()).strip();
    }

    /** Reads a String, Boolean, Long or Double. */
    public Object constant() {
        if (!startsConstant()) {
            throw unexpected("a text in single quotes, a number, true or false");
        }
        Token token = advance();
        return switch (token.kind()) {
            case TEXT -> token.text();
            case NUMBER -> number(token);
            default -> Boolean.valueOf(token.text());
        };
    }

    /** With a decimal point it is a Double, without one a Long. */
    private Object number(Token token) {
        BigDecimal written = new BigDecimal(token.text());
        try {
            return written.scale() > 0 ? (Object) written.doubleValue() : (Object) written.longValueExact();
        } catch (ArithmeticException e) {
            throw refused(token, "a whole number has to fit into 64 bits");
        }
    }

    public boolean startsConstant() {
        return switch (peek().kind()) {
            case TEXT, NUMBER -> true;
            case NAME -> peek().text().equals("true") || peek().text().equals("false");
            default -> false;
        };
    }

    public Token name(String expected) {
        if (!peek().isName()) {
            throw unexpected(expected);
        }
        return advance();
    }

    public void expect(char symbol, String expected) {
        if (!accept(symbol)) {
            throw unexpected(expected);
        }
    }

    /** Reads the symbol, if it is the next token. */
    public boolean accept(char symbol) {
        boolean there = peek().isSymbol(symbol);
        if (there) {
            advance();
        }
        return there;
    }

    public Token peek() {
        return tokens.get(next);
    }

    public Token advance() {
        return tokens.get(next++);
    }

    /** What to throw where something else than the next token was expected. */
    public ConfigSyntaxException unexpected(String expected) {
        return refused(peek(), "expected " + expected + ", but found " + peek().describe());
    }

    public ConfigSyntaxException refused(Token at, String message) {
        return new ConfigSyntaxException(at.position(), "in `" + entryText() + "`: " + message);
    }

    private String entryText() {
        int end = tokens.stream()
                .filter(Token::endsEntry)
                .mapToInt(token -> token.position().offset())
                .filter(offset -> offset >= entryStart.position().offset())
                .findFirst()
                .orElse(text.length());
        return text.substring(entryStart.position().offset(), end).strip();
    }
}
