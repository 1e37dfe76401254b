// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.syntax.ConfigSyntaxException;
import io.reverseetl.connect.transforms.syntax.Cursor;
import io.reverseetl.connect.transforms.syntax.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a mapping, by recursive descent; one method a rule:
 *
 * <pre>
 * mapping    = [ entry ] { ( ";" | line break ) [ entry ] }
 * entry      = target ( "=" expression | functions )
 * target     = name { "." name }
 * expression = choice functions
 * functions  = { "|" function }
 * choice     = sum { "??" sum }
 * sum        = operand { "+" operand }
 * operand    = path | constant | "(" expression ")"
 * path       = name { "." name | "[" number "]" }
 * function   = name [ "(" constant { "," constant } ")" ]
 * constant   = text | number | "true" | "false"
 * </pre>
 */
final class MappingParser {

    private final Cursor cursor;
    private final Map<String, Expression> targets = new LinkedHashMap<>();

    private MappingParser(String mapping) {
        this.cursor = new Cursor(mapping);
    }

    /**
     * The expression of each target, in the order of the mapping.
     *
     * @throws ConfigSyntaxException if it cannot be read, or says nothing
     */
    static Map<String, Expression> parse(String mapping) {
        MappingParser parser = new MappingParser(mapping);
        parser.cursor.entries(parser::entry, "the mapping is empty; write entries such as `email = mail | trim`");
        return parser.targets;
    }

    private void entry() {
        Token start = cursor.peek();
        List<String> target = cursor.path("the name of a target field");
        if (cursor.peek().isSymbol('[')) {
            throw cursor.refused(cursor.peek(), "a target is a field, and no element of an array");
        }
        boolean hasSource = cursor.accept('=');
        Expression expression = hasSource ? expression() : functions(FieldPath.of(target, false));
        if (!cursor.peek().endsEntry()) {
            throw cursor.unexpected((hasSource ? "`+`" : "`=`") + ", `|` or the end of the entry");
        }
        add(start, target, expression);
    }

    private void add(Token start, List<String> target, Expression expression) {
        int last = target.size() - 1;
        Map<String, Expression> holder = targets;
        for (int depth = 0; depth < last; depth++) {
            List<String> path = target.subList(0, depth + 1);
            Expression there = holder.computeIfAbsent(
                    target.get(depth), none -> new NestedTarget(path, new LinkedHashMap<>(), false));
            if (!(there instanceof NestedTarget nested)) {
                throw taken(start, path);
            }
            holder = nested.targets();
        }
        if (holder.putIfAbsent(target.get(last), expression) != null) {
            throw taken(start, target);
        }
    }

    private ConfigSyntaxException taken(Token start, List<String> target) {
        return cursor.refused(
                start,
                "target '" + String.join(".", target)
                        + "' has an entry already, as a whole or for a field in it; remove one of the two");
    }

    private Expression expression() {
        return functions(choice());
    }

    private Expression choice() {
        List<Expression> operands = new ArrayList<>(List.of(sum()));
        while (cursor.accept('?')) {
            cursor.expect('?', "`??`");
            operands.add(sum());
        }
        return operands.size() == 1 ? operands.get(0) : new Coalesce(List.copyOf(operands));
    }

    private Expression functions(Expression argument) {
        Expression expression = argument;
        while (cursor.accept('|')) {
            expression = MappingFunction.ALL.read(cursor).apply(expression);
        }
        return expression;
    }

    private Expression sum() {
        List<Expression> operands = new ArrayList<>(List.of(operand()));
        while (cursor.accept('+')) {
            operands.add(operand());
        }
        return operands.size() == 1 ? operands.get(0) : new Concatenation(List.copyOf(operands));
    }

    private Expression operand() {
        if (cursor.accept('(')) {
            Expression inner = expression();
            cursor.expect(')', "`)`");
            return inner;
        }
        if (cursor.startsConstant()) {
            return new Constant(cursor.constant());
        }
        return path();
    }

    private FieldPath path() {
        List<Step> steps = new ArrayList<>(
                List.of(new Step.Name(cursor.name("a field, a constant or `(`").text())));
        while (true) {
            if (cursor.accept('.')) {
                steps.add(new Step.Name(cursor.nestedName().text()));
            } else if (cursor.accept('[')) {
                steps.add(new Step.Element(index()));
                cursor.expect(']', "`]`");
            } else {
                return new FieldPath(List.copyOf(steps), false);
            }
        }
    }

    private int index() {
        Token token = cursor.peek();
        if (token.kind() == Token.Kind.NUMBER && cursor.constant() instanceof Long index && index == index.intValue()) {
            return index.intValue();
        }
        throw cursor.refused(token, "expected the number of an element: 0 for the first, -1 for the last");
    }
}
