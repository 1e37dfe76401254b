// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A JSON array of strings, the one piece of JSON that this plugin reads: not worth a library in its archive. */
public final class JsonStrings {

    private final String json;
    private int at;

    private JsonStrings(String json) {
        this.json = json;
    }

    public static String write(List<String> texts) {
        return texts.stream().map(JsonStrings::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    /**
     * Reads an array.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static List<String> read(String json) {
        return new JsonStrings(json).array();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private List<String> array() {
        List<String> texts = new ArrayList<>();
        expect('[');
        if (!next(']')) {
            do {
                texts.add(text());
            } while (next(','));
            expect(']');
        }
        skipBlanks();
        if (at < json.length()) {
            throw malformed();
        }
        return List.copyOf(texts);
    }

    private String text() {
        expect('"');
        StringBuilder text = new StringBuilder();
        for (char c = read(); c != '"'; c = read()) {
            text.append(c == '\\' ? escaped() : c);
        }
        return text.toString();
    }

    private char escaped() {
        char c = read();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw malformed();
        };
    }

    private char hexadecimal() {
        if (at + 4 > json.length()) {
            throw malformed();
        }
        at += 4;
        try {
            return (char) Integer.parseInt(json.substring(at - 4, at), 16);
        } catch (NumberFormatException e) {
            throw malformed();
        }
    }

    private char read() {
        if (at == json.length()) {
            throw malformed();
        }
        return json.charAt(at++);
    }

    private void expect(char c) {
        if (!next(c)) {
            throw malformed();
        }
    }

    private boolean next(char c) {
        skipBlanks();
        if (at < json.length() && json.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
            at++;
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("not a JSON array of texts, such as [\"42\"]");
    }
}
