// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.TableName;

/** Writing relations and names in SQL: names always quoted, so that case and keywords are what the catalog says. */
final class Sql {

    private Sql() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** What follows FROM. */
    static String from(Relation relation) {
        if (relation instanceof NamedQuery query) {
            return QueryText.asSubquery(query.sql());
        }
        TableName table = (TableName) relation;
        return name(table.schema()) + "." + name(table.name());
    }
}
