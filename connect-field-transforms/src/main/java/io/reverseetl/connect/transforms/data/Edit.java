// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.data;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** What becomes of a field. */
public sealed interface Edit {

    /** The field as a whole. */
    enum Whole implements Edit {
        KEEP,
        DROP
    }

    /** The field's value. Null is not asked about: it stays null. */
    non-sealed interface Change extends Edit {

        /**
         * The schema of what {@link #apply} returns.
         *
         * @throws org.apache.kafka.connect.errors.DataException if it cannot take values of the incoming schema
         */
        Schema schema(FieldName field, Schema incoming);

        /**
         * The new value.
         *
         * @param incoming the schema of the value; null if it has none
         * @throws org.apache.kafka.connect.errors.DataException if the value does not fit
         */
        @Nullable
        Object apply(FieldName field, @Nullable Schema incoming, Object value);
    }
}
