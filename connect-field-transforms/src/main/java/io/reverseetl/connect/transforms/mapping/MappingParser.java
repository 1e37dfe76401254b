// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.mapping.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a mapping, by recursive descent; one method a rule:
 *
 * <pre>
 * mapping    = [ entry ] { ( ";" | line break ) [ entry ] }
 * entry      = name ( "=" expression | functions )
 * expression = sum functions
 * functions  = { "|" function }
 * sum        = operand { "+" operand }
 * operand    = path | constant | "(" expression ")"
 * path       = name { "." name }
 * function   = name [ "(" constant { "," constant } ")" ]
 * constant   = text | number | "true" | "false"
 * </pre>
 */
final class MappingParser {

    private final String mapping;
    private final List<Token> tokens;
    private int next;
    private Token entryStart;

    private MappingParser(String mapping) {
        this.mapping = mapping;
        this.tokens = Lexer.tokens(mapping);
        this.entryStart = tokens.get(0);
    }

    /**
     * The expression of each target, in the order of the mapping.
     *
     * @throws MappingSyntaxException if it cannot be read, or says nothing
     */
    static Map<String, Expression> parse(String mapping) {
        return new MappingParser(mapping).mapping();
    }

    private Map<String, Expression> mapping() {
        Map<String, Expression> targets = new LinkedHashMap<>();
        while (peek().kind() != Kind.END) {
            if (peek().kind() == Kind.SEPARATOR) {
                advance();
            } else {
                entry(targets);
            }
        }
        if (targets.isEmpty()) {
            throw new MappingSyntaxException(
                    peek().position(), "the mapping is empty; write entries such as `email = mail | trim`");
        }
        return targets;
    }

    private void entry(Map<String, Expression> targets) {
        entryStart = peek();
        Token target = name("the name of a target field");
        if (peek().isSymbol('.')) {
            throw refused(peek(), "a target has no path; put a name that has a dot in double quotes");
        }
        boolean hasSource = accept('=');
        Expression expression = hasSource ? expression() : functions(new FieldPath(List.of(target.text()), false));
        if (!peek().endsEntry()) {
            throw unexpected((hasSource ? "`+`" : "`=`") + ", `|` or the end of the entry");
        }
        if (targets.putIfAbsent(target.text(), expression) != null) {
            throw refused(target, "target '" + target.text() + "' has an entry already; remove one of the two");
        }
    }

    private Expression expression() {
        return functions(sum());
    }

    private Expression functions(Expression argument) {
        Expression expression = argument;
        while (accept('|')) {
            expression = function(expression);
        }
        return expression;
    }

    private Expression sum() {
        List<Expression> operands = new ArrayList<>(List.of(operand()));
        while (accept('+')) {
            operands.add(operand());
        }
        return operands.size() == 1 ? operands.get(0) : new Concatenation(List.copyOf(operands));
    }

    private Expression operand() {
        if (accept('(')) {
            Expression inner = expression();
            expect(')', "`)`");
            return inner;
        }
        if (startsConstant(peek())) {
            return constant();
        }
        return path();
    }

    private FieldPath path() {
        List<String> names = new ArrayList<>();
        names.add(name("a field, a constant or `(`").text());
        while (accept('.')) {
            names.add(name("the name of a nested field").text());
        }
        return new FieldPath(List.copyOf(names), false);
    }

    private Expression function(Expression argument) {
        Token name = peek();
        MappingFunction function = Optional.of(name)
                .filter(token -> token.kind() == Kind.NAME)
                .flatMap(token -> MappingFunction.named(token.text()))
                .orElseThrow(() -> unexpected("a function (" + MappingFunction.usages() + ")"));
        advance();
        List<Constant> constants = accept('(') ? constants() : List.of();
        try {
            return function.over(argument, constants);
        } catch (IllegalArgumentException e) {
            throw refused(name, name.text() + ": " + e.getMessage());
        }
    }

    private List<Constant> constants() {
        List<Constant> constants = new ArrayList<>();
        do {
            constants.add(constant());
        } while (accept(','));
        expect(')', "`,` or `)`");
        return List.copyOf(constants);
    }

    private Constant constant() {
        if (!startsConstant(peek())) {
            throw unexpected("a text in single quotes, a number, true or false");
        }
        Token token = advance();
        return switch (token.kind()) {
            case TEXT -> new Constant(token.text());
            case NUMBER -> number(token);
            default -> new Constant(Boolean.valueOf(token.text()));
        };
    }

    private Constant number(Token token) {
        try {
            return Constant.number(new BigDecimal(token.text()));
        } catch (ArithmeticException e) {
            throw refused(token, "a whole number has to fit into 64 bits");
        }
    }

    private static boolean startsConstant(Token token) {
        return switch (token.kind()) {
            case TEXT, NUMBER -> true;
            case NAME -> token.text().equals("true") || token.text().equals("false");
            default -> false;
        };
    }

    private Token name(String expected) {
        if (!peek().isName()) {
            throw unexpected(expected);
        }
        return advance();
    }

    private void expect(char symbol, String expected) {
        if (!accept(symbol)) {
            throw unexpected(expected);
        }
    }

    private boolean accept(char symbol) {
        boolean there = peek().isSymbol(symbol);
        if (there) {
            advance();
        }
        return there;
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token advance() {
        return tokens.get(next++);
    }

    private MappingSyntaxException unexpected(String expected) {
        return refused(peek(), "expected " + expected + ", but found " + peek().describe());
    }

    private MappingSyntaxException refused(Token at, String message) {
        return new MappingSyntaxException(at.position(), "in `" + entryText() + "`: " + message);
    }

    private String entryText() {
        int end = tokens.stream()
                .filter(Token::endsEntry)
                .mapToInt(token -> token.position().offset())
                .filter(offset -> offset >= entryStart.position().offset())
                .findFirst()
                .orElse(mapping.length());
        return mapping.substring(entryStart.position().offset(), end).strip();
    }
}
