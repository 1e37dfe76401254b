// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** SQL that a user wrote, made fit to stand inside a statement of ours. */
final class QueryText {

    private static final String SYNTAX_ERROR = "42601";

    /** What stands before SQL that is enclosed. */
    static final String OPENING = "(\n";

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
        StringBuilder text = new StringBuilder(OPENING);
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

    /**
     * A failure of a statement with SQL of a user's in it. One of syntax quotes a part of it, which may be personal data;
     * it then says where instead.
     *
     * @param before characters of the statement in front of that SQL
     */
    static SQLException withoutText(SQLException failure, String sql, int before) {
        if (!SYNTAX_ERROR.equals(failure.getSQLState())) {
            return failure;
        }
        return new SQLException("syntax error" + place(failure, sql, before), SYNTAX_ERROR);
    }

    private static String place(SQLException failure, String sql, int before) {
        ServerErrorMessage said = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
        int at = said == null ? -1 : said.getPosition() - 1 - before;
        if (at < 0 || at > sql.length()) {
            return ". Check that it is one statement, its parentheses and quotes closed";
        }
        String read = sql.substring(0, at);
        long line = read.lines().count() + (read.isEmpty() || read.endsWith("\n") ? 1 : 0);
        return " in line " + line + ", column " + (at - read.lastIndexOf('\n')) + " of its text";
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
