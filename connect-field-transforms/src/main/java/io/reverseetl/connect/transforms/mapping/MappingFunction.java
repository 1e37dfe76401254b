// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.Texts;
import io.reverseetl.connect.transforms.syntax.Vocabulary;
import io.reverseetl.connect.transforms.syntax.Vocabulary.Word;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The functions that a mapping can name. Adding one means adding it to {@link #ALL}, and to the guide. */
final class MappingFunction {

    /** Each puts itself over its argument. */
    static final Vocabulary<UnaryOperator<Expression>> ALL = new Vocabulary<>(
            "a function",
            List.of(
                    text("trim", String::strip),
                    text("upper", text -> text.toUpperCase(Locale.ROOT)),
                    text("lower", text -> text.toLowerCase(Locale.ROOT)),
                    Vocabulary.word("truncate", "truncate(255)", List.of(Long.class), MappingFunction::truncate),
                    plain(
                            "string",
                            argument -> new FunctionCall(argument, bound -> TextConversion.of(bound, "string"))),
                    Vocabulary.word("number", "number('0.00')", List.of(String.class), MappingFunction::number),
                    new Word<>(
                            "date",
                            "date('yyyy-MM-dd', 'Europe/Paris')",
                            1,
                            2,
                            List.of(String.class),
                            MappingFunction::date),
                    Vocabulary.word("default", "default('x')", List.of(Object.class), MappingFunction::substitute),
                    new Word<>(
                            "lookup",
                            "lookup('fr', 'France', 'other')",
                            2,
                            Integer.MAX_VALUE,
                            List.of(String.class),
                            MappingFunction::lookup),
                    plain("optional", Expression::optional)));

    private MappingFunction() {}

    private static Word<UnaryOperator<Expression>> plain(String name, UnaryOperator<Expression> over) {
        return Vocabulary.word(name, over);
    }

    private static Word<UnaryOperator<Expression>> text(String name, UnaryOperator<String> body) {
        return plain(name, argument -> new FunctionCall(argument, new TextFunction(name, body)));
    }

    private static UnaryOperator<Expression> truncate(List<Object> given) {
        int most = Texts.length((Long) given.get(0));
        return argument -> new FunctionCall(argument, new TextFunction("truncate", text -> Texts.prefix(text, most)));
    }

    private static UnaryOperator<Expression> number(List<Object> given) {
        NumberFormat format = NumberFormat.of((String) given.get(0));
        return argument -> new FunctionCall(argument, format);
    }

    private static UnaryOperator<Expression> date(List<Object> given) {
        String zone = given.size() > 1 ? (String) given.get(1) : "UTC";
        DateFormat format = DateFormat.of((String) given.get(0), zone);
        return argument -> new FunctionCall(argument, format);
    }

    private static UnaryOperator<Expression> lookup(List<Object> given) {
        LookupTable table =
                LookupTable.of(given.stream().map(String.class::cast).toList());
        return argument -> new FunctionCall(argument, table);
    }

    private static UnaryOperator<Expression> substitute(List<Object> given) {
        Constant constant = new Constant(given.get(0));
        return argument -> Default.of(argument, constant);
    }
}
