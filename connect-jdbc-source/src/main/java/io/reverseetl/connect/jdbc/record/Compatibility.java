// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whose records ours are like, for those who read the topics already. */
public enum Compatibility {
    /** Nobody's: keyed, with names that Avro takes, and with microseconds. */
    NONE(true, TimestampGranularity.MICROS_ISO_DATETIME_STRING) {

        @Override
        String schemaName(Relation relation, String kind) {
            String name = relation instanceof TableName table
                    ? AvroNames.legal(table.schema()) + "." + AvroNames.legal(table.name())
                    : AvroNames.legal(((NamedQuery) relation).id());
            return name + "." + kind;
        }

        @Override
        String fieldName(Column column) {
            return AvroNames.legal(column.name());
        }

        /** A consumer with an older schema can read what a newer table has, as long as every field may be absent. */
        @Override
        boolean isOptional(Column column, boolean ofKey) {
            return !ofKey;
        }
    },

    /** Those of the Confluent JDBC connector, which Aiven's are too: without a key, and named as the database does. */
    CONFLUENT(false, TimestampGranularity.CONNECT_LOGICAL) {

        @Override
        @Nullable
        String schemaName(Relation relation, String kind) {
            return relation instanceof TableName table ? table.name() : null;
        }

        @Override
        String fieldName(Column column) {
            return column.name();
        }

        @Override
        boolean isOptional(Column column, boolean ofKey) {
            return column.nullable();
        }
    };

    private final boolean keyed;
    private final TimestampGranularity timestamps;

    Compatibility(boolean keyed, TimestampGranularity timestamps) {
        this.keyed = keyed;
        this.timestamps = timestamps;
    }

    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The form that timestamps have unless the config says otherwise. */
    public TimestampGranularity timestamps() {
        return timestamps;
    }

    /** Whether records have a key. */
    boolean keyed() {
        return keyed;
    }

    /** Null for a schema without a name. */
    abstract @Nullable String schemaName(Relation relation, String kind);

    abstract String fieldName(Column column);

    /** Whether a field may be absent, given whether its column is one of the record key's. */
    abstract boolean isOptional(Column column, boolean ofKey);
}
