// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.validation;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** What a rule asks of a field's value. */
interface Check {

    /**
     * Whether a value keeps the rule. Null is not asked about.
     *
     * @param schema of the value; null if it has none
     * @param record the struct or map that the value is of
     */
    boolean holds(@Nullable Schema schema, Object value, Object record);

    /** What is asked of the field before its value. */
    enum Presence implements Check {
        REQUIRED,
        OPTIONAL;

        @Override
        public boolean holds(@Nullable Schema schema, Object value, Object record) {
            return true;
        }
    }
}
