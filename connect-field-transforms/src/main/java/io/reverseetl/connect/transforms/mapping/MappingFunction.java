// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A function that a mapping can name. Adding one means adding it to {@link #ALL}, and to the guide.
 *
 * @param usage an example of a call, with all its parameters
 * @param required how many of the parameters have to be given
 * @param parameters the classes of the constants that may be given
 */
record MappingFunction(String name, String usage, int required, List<Class<?>> parameters, Factory factory) {

    private static final List<MappingFunction> ALL = List.of(
            text("trim", String::strip),
            text("upper", text -> text.toUpperCase(Locale.ROOT)),
            text("lower", text -> text.toLowerCase(Locale.ROOT)),
            new MappingFunction("truncate", "truncate(255)", 1, List.of(Long.class), MappingFunction::truncate),
            plain("string", argument -> new FunctionCall(argument, bound -> TextConversion.of(bound, "string"))),
            new MappingFunction("number", "number('0.00')", 1, List.of(String.class), MappingFunction::number),
            new MappingFunction(
                    "date",
                    "date('yyyy-MM-dd', 'Europe/Paris')",
                    1,
                    List.of(String.class, String.class),
                    MappingFunction::date),
            new MappingFunction(
                    "default",
                    "default('x')",
                    1,
                    List.of(Object.class),
                    (argument, given) -> Default.of(argument, given.get(0))),
            plain("optional", Expression::optional));

    /** Puts the function over its argument, given as many constants of such classes as it declares. */
    @FunctionalInterface
    interface Factory {

        Expression apply(Expression argument, List<Constant> constants);
    }

    static Optional<MappingFunction> named(String name) {
        return ALL.stream().filter(each -> each.name.equals(name)).findFirst();
    }

    /** How each of them is called. */
    static String usages() {
        return ALL.stream().map(MappingFunction::usage).collect(Collectors.joining(", "));
    }

    /** @throws IllegalArgumentException if the constants are not those that the function takes */
    Expression over(Expression argument, List<Constant> constants) {
        boolean fits = constants.size() >= required && constants.size() <= parameters.size();
        for (int i = 0; fits && i < constants.size(); i++) {
            fits = parameters.get(i).isInstance(constants.get(i).value());
        }
        if (!fits) {
            throw new IllegalArgumentException("write `" + usage + "`");
        }
        return factory.apply(argument, constants);
    }

    private static MappingFunction plain(String name, UnaryOperator<Expression> over) {
        return new MappingFunction(name, name, 0, List.of(), (argument, none) -> over.apply(argument));
    }

    private static MappingFunction text(String name, UnaryOperator<String> body) {
        return plain(name, argument -> new FunctionCall(argument, new TextFunction(name, body)));
    }

    private static Expression truncate(Expression argument, List<Constant> given) {
        long most = (Long) given.get(0).value();
        if (most < 1 || most > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("write how many characters to keep, 1 at least");
        }
        return new FunctionCall(argument, new TextFunction("truncate", text -> beginning(text, (int) most)));
    }

    /** Counts code points: half of an emoji is not a character. */
    private static String beginning(String text, int most) {
        boolean fits = text.codePointCount(0, text.length()) <= most;
        return fits ? text : text.substring(0, text.offsetByCodePoints(0, most));
    }

    private static Expression number(Expression argument, List<Constant> given) {
        return new FunctionCall(argument, NumberFormat.of((String) given.get(0).value()));
    }

    private static Expression date(Expression argument, List<Constant> given) {
        String zone = given.size() > 1 ? (String) given.get(1).value() : "UTC";
        return new FunctionCall(argument, DateFormat.of((String) given.get(0).value(), zone));
    }
}
