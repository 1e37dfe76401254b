// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.SourceSettings.CursorSettings;
import io.reverseetl.connect.jdbc.dialect.NamedQuery;

/**
 * A query of the user's that is read as a table is.
 *
 * @param topic the topic of its records
 * @param cursor how its rows are ordered and identified
 */
record QuerySettings(NamedQuery query, String topic, CursorSettings cursor) {}
