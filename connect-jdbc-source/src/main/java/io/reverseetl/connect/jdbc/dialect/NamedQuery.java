// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

/**
 * A query of the user's. What identifies it is its id and not its text, which may be edited.
 *
 * @param id letters, digits, underscores and hyphens; frozen, as offsets are kept under it
 * @param sql as the user wrote it: one statement, which may end in a semicolon or a comment
 */
public record NamedQuery(String id, String sql) implements Relation {

    @Override
    public String label() {
        return "query " + id;
    }

    /** Its id, without the text: literals in it may be personal data. */
    @Override
    public String toString() {
        return id;
    }
}
