// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

/**
 * A column of a table.
 *
 * @param position where it stands among the described columns, from 0
 * @param typeName its type as the database writes it, for messages
 * @param castType the type to cast a text to that is compared with it: without length or precision, which would cut
 * @param nullable whether it can be NULL
 * @param counted whether the database numbers its rows: an identity column or a default from a sequence
 */
public record Column(
        String name,
        int position,
        String typeName,
        String castType,
        ColumnType type,
        boolean nullable,
        boolean counted) {}
