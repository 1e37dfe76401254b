// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.support.Key;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The config keys of the connector, each declared once, in the order in which a user interface shows them. */
final class SourceKeys {

    static final List<Key<?>> ALL = Stream.of(
                    ConnectionKeys.ALL,
                    TableKeys.ALL,
                    ChangeKeys.ALL,
                    WatermarkKeys.ALL,
                    RecordKeys.ALL,
                    OperationKeys.ALL,
                    DeleteKeys.ALL)
            .<Key<?>>flatMap(List::stream)
            .toList();

    /** What begins so, and is no key of ours, is a property of the driver. */
    static final String DRIVER_PREFIX = "connection.";

    /** Keys that other JDBC connectors have and this version has not, each with what holds meanwhile. */
    static final Map<String, String> TO_COME =
            Map.of("query.suffix", "Pages end in ORDER BY and LIMIT. Put what it says into query or a view.");

    private SourceKeys() {}
}
