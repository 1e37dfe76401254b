// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.syntax;

/**
 * A word of a text that a config holds.
 *
 * @param text what it stands for: a name or text without its quotes
 */
public record Token(Kind kind, String text, Position position) {

    public enum Kind {
        NAME,
        QUOTED_NAME,
        TEXT,
        NUMBER,
        SYMBOL,
        SEPARATOR,
        END
    }

    public boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    public boolean isName() {
        return kind == Kind.NAME || kind == Kind.QUOTED_NAME;
    }

    public boolean endsEntry() {
        return kind == Kind.SEPARATOR || kind == Kind.END;
    }

    /** How an error message names it. */
    String describe() {
        return switch (kind) {
            case NAME, NUMBER, SYMBOL -> "`" + text + "`";
            case QUOTED_NAME -> "`\"" + text + "\"`";
            case TEXT -> "`'" + text + "'`";
            case SEPARATOR -> "the end of the entry";
            case END -> "the end of the text";
        };
    }
}
