// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL that a user wrote, made fit to stand inside a statement of ours. */
final class QueryText {

    /** What PostgreSQL's lexer skips as a whole; possessive, so that a long string costs no stack. */
    private static final Pattern SKIPPED = Pattern.compile(
            "(?<comment>--[^\\n\\r]*+|/\\*)"
                    + "|(?<![\\w$])[eE]'(?:[^'\\\\]++|\\\\.|'')*+'"
                    + "|'(?:[^']++|'')*+'"
                    + "|\"(?:[^\"]++|\"\")*+\""
                    + "|(?<![\\w$])\\$(?<tag>(?:[^\\W\\d]\\w*+)?)\\$.*?\\$\\k<tag>\\$",
            Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern EDGE_OF_COMMENT = Pattern.compile("/\\*|\\*/");

    private QueryText() {}

    /** In parentheses; the semicolons at its end, which comments may follow, are made blanks. */
    static String asSubquery(String sql) {
        char[] text = sql.toCharArray();
        char[] skeleton = skeleton(sql);
        for (int at = text.length - 1; at >= 0 && (isBlank(skeleton[at]) || skeleton[at] == ';'); at--) {
            if (skeleton[at] == ';') {
                text[at] = ' ';
            }
        }
        return enclosed(new String(text));
    }

    /** In parentheses, on lines of its own, so that a comment at its end hides nothing of what comes behind it. */
    static String enclosed(String sql) {
        StringBuilder text = new StringBuilder("(\n");
        char[] skeleton = skeleton(sql);
        for (int at = 0; at < skeleton.length; at++) {
            text.append(sql.charAt(at));
            // The driver takes a lone question mark for a placeholder, and two of them for the operator.
            if (skeleton[at] == '?' && !isMark(skeleton, at - 1) && !isMark(skeleton, at + 1)) {
                text.append('?');
            }
        }
        return text.append("\n)").toString();
    }

    /** Whether it is one expression as far as parentheses go: with some around it, it cannot reach beyond them. */
    static boolean isEnclosable(String expression) {
        int depth = 0;
        for (char c : skeleton(expression)) {
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (depth < 0 || (depth == 0 && (c == ',' || c == ';'))) {
                return false;
            }
        }
        return depth == 0;
    }

    /** Text of the same length, its comments made blanks, and its strings and quoted names underscores. */
    private static char[] skeleton(String sql) {
        char[] skeleton = sql.toCharArray();
        Matcher skipped = SKIPPED.matcher(sql);
        int at = 0;
        while (skipped.find(at)) {
            String comment = skipped.group("comment");
            at = "/*".equals(comment) ? endOfComment(sql, skipped.start()) : skipped.end();
            Arrays.fill(skeleton, skipped.start(), at, comment == null ? '_' : ' ');
        }
        return skeleton;
    }

    /** Behind the comment that begins there: in PostgreSQL they nest. */
    private static int endOfComment(String sql, int start) {
        Matcher edge = EDGE_OF_COMMENT.matcher(sql);
        int depth = 0;
        int at = start;
        while (edge.find(at)) {
            at = edge.end();
            depth += edge.group().equals("/*") ? 1 : -1;
            if (depth == 0) {
                return at;
            }
        }
        return sql.length();
    }

    private static boolean isMark(char[] text, int at) {
        return at >= 0 && at < text.length && text[at] == '?';
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c);
    }
}
