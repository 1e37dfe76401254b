// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import io.reverseetl.connect.crm.spi.Operation;
import java.util.Optional;

/** What a record without a value does. */
public enum DeleteMode {
    /** Nothing. */
    IGNORE,
    /** The object is put away, so that somebody can get it back. */
    ARCHIVE,
    /** The object is deleted. */
    DELETE,
    /** The object is deleted for good, with all that the CRM remembers of it. */
    GDPR,
    /** Some of the object's properties are emptied. */
    CLEAR,
    /** It is rejected. */
    FAIL;

    /** What it asks the CRM to do; nothing if the CRM is not asked. */
    public Optional<Operation> operation() {
        return switch (this) {
            case IGNORE, FAIL -> Optional.empty();
            case ARCHIVE -> Optional.of(Operation.ARCHIVE);
            case DELETE -> Optional.of(Operation.DELETE);
            case GDPR -> Optional.of(Operation.ERASE);
            case CLEAR -> Optional.of(Operation.CLEAR);
        };
    }
}
