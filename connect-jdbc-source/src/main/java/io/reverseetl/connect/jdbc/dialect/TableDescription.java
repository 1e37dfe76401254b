// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.util.List;
import java.util.Optional;

/**
 * A table or a query as it was when asked.
 *
 * @param columns in the table's own order; a query's can have a name twice, and are all nullable
 * @param primaryKey names of the primary key's columns in the key's order; empty if there is none
 * @param ordinary whether the catalog knows which columns are never NULL, as it does for tables, and neither for views nor for queries
 * @param denied that the session's role may not select from all of it, and what to do; empty if it may
 * @param fingerprint what {@link Session#fingerprint} said at the time
 */
public record TableDescription(
        Relation relation,
        List<Column> columns,
        List<String> primaryKey,
        boolean ordinary,
        Optional<String> denied,
        String fingerprint) {

    public Optional<Column> column(String named) {
        return columns.stream().filter(column -> column.name().equals(named)).findFirst();
    }
}
