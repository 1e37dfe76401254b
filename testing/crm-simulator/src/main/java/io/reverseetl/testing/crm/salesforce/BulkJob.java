// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.salesforce;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A job of Bulk API 2.0, and what has become of its records. */
final class BulkJob {

    /** In the order in which a job goes through them. */
    enum State {
        Open,
        UploadComplete,
        InProgress,
        JobComplete,
        Failed,
        Aborted;

        boolean isOver() {
            return this == JobComplete || this == Failed || this == Aborted;
        }
    }

    /**
     * A record that was processed.
     *
     * @param row its cells by column
     * @param id Salesforce's own; empty if it was refused
     * @param said what stands in the second column: whether it was created, or why it was refused
     */
    record Result(Map<String, String> row, String id, String said) {}

    final String id;
    final ObjectType type;
    final Field key;
    State state = State.Open;
    Instant due = Instant.MAX;
    String message = "";
    List<String> columns = List.of();
    List<Map<String, String>> unprocessed = new ArrayList<>();
    final List<Result> successful = new ArrayList<>();
    final List<Result> failed = new ArrayList<>();

    BulkJob(String id, ObjectType type, Field key) {
        this.id = id;
        this.type = type;
        this.key = key;
    }
}
