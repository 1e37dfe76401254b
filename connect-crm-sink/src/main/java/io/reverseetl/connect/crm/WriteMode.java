// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.spi.Operation;

/** What a record with a value does. */
enum WriteMode {
    UPSERT(Operation.UPSERT),
    INSERT(Operation.INSERT),
    UPDATE(Operation.UPDATE);

    private final Operation operation;

    WriteMode(Operation operation) {
        this.operation = operation;
    }

    Operation operation() {
        return operation;
    }
}
