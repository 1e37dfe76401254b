// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

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
 * entry      = name ( "=" expression | functions )
 * expression = choice functions
 * functions  = { "|" function }
 * choice     = sum { "??" sum }
 * sum        = operand { "+" operand }
 * operand    = path | constant | "(" expression ")"
 * path       = name { "." name }
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
     * @throws io.reverseetl.connect.transforms.syntax.ConfigSyntaxException if it cannot be read, or says nothing
     */
    static Map<String, Expression> parse(String mapping) {
        MappingParser parser = new MappingParser(mapping);
        parser.cursor.entries(parser::entry, "the mapping is empty; write entries such as `email = mail | trim`");
        return parser.targets;
    }

    private void entry() {
        Token target = cursor.name("the name of a target field");
        if (cursor.peek().isSymbol('.')) {
            throw cursor.refused(cursor.peek(), "a target has no path; put a name that has a dot in double quotes");
        }
        boolean hasSource = cursor.accept('=');
        Expression expression = hasSource ? expression() : functions(new FieldPath(List.of(target.text()), false));
        if (!cursor.peek().endsEntry()) {
            throw cursor.unexpected((hasSource ? "`+`" : "`=`") + ", `|` or the end of the entry");
        }
        if (targets.putIfAbsent(target.text(), expression) != null) {
            throw cursor.refused(target, "target '" + target.text() + "' has an entry already; remove one of the two");
        }
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
        return new FieldPath(cursor.path("a field, a constant or `(`"), false);
    }
}
