// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.engine.SourcePartition;
import io.reverseetl.connect.jdbc.engine.Step;
import io.reverseetl.connect.jdbc.record.Heartbeats;
import io.reverseetl.connect.jdbc.record.RecordSettings;
import io.reverseetl.connect.jdbc.record.TableRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Makes pages into records. That is done in the reader thread: Connect's own has more to do for a record than we have,
 * with its transforms, converters and producer.
 */
final class PageRecords {

    private final RecordSettings settings;
    private final Heartbeats heartbeats;
    private final Map<SourcePartition, CursorRecords> known = new HashMap<>();

    /** The records of a partition, and the cursor that they were made for. */
    private record CursorRecords(TableCursor cursor, TableRecords records) {}

    PageRecords(RecordSettings settings) {
        this.settings = settings;
        this.heartbeats = new Heartbeats(settings.heartbeatTopic());
    }

    List<SourceRecord> of(Step.Page page) {
        TableRecords records = records(page);
        List<SourceRecord> made = new ArrayList<>(page.rows().size() + 1);
        page.rows()
                .forEach(row -> made.add(
                        page.gone()
                                ? records.tombstone(row, page.places().after(row))
                                : records.record(row, page.places().after(row))));
        page.mark()
                .ifPresent(mark ->
                        made.add(heartbeats.done(page.partition(), page.cursor().relation(), mark)));
        return made;
    }

    private TableRecords records(Step.Page page) {
        CursorRecords latest = known.get(page.partition());
        if (latest == null || !latest.cursor().equals(page.cursor())) {
            latest = new CursorRecords(page.cursor(), new TableRecords(page.cursor(), settings));
            known.put(page.partition(), latest);
        }
        return latest.records();
    }
}
