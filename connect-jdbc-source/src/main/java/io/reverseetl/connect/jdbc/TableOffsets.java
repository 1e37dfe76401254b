// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Slice;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.engine.RangeProgress;
import io.reverseetl.connect.jdbc.engine.SnapshotLayout;
import io.reverseetl.connect.jdbc.engine.SourcePartition;
import io.reverseetl.connect.jdbc.engine.SyncRequest;
import io.reverseetl.connect.jdbc.engine.TablePart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored of one table or query. Connect lists no offsets, so every partition that there may be is asked for.
 *
 * @param position how far its changes were read
 * @param buckets how far the changes of its buckets were read, for those of which any was
 * @param ranges the offsets of its first read's ranges, by their numbers
 * @param request the offset of what was asked for besides
 * @param sync the question whether all has been read, if there has ever been one
 */
record TableOffsets(
        Optional<Position> position,
        Map<Integer, Position> buckets,
        Map<Integer, Map<String, Object>> ranges,
        Optional<Map<String, Object>> request,
        Optional<SyncRequest> sync) {

    /** More ranges than a table can have are not looked for. */
    static final int MOST_RANGES = 64;

    static final TableOffsets NOTHING =
            new TableOffsets(Optional.empty(), Map.of(), Map.of(), Optional.empty(), Optional.empty());

    static Map<Relation, TableOffsets> of(List<Relation> relations, OffsetStorageReader reader) {
        List<Map<String, String>> partitions = new ArrayList<>();
        for (Relation relation : relations) {
            partitions.add(fields(TablePart.whole(relation)));
            partitions.add(fields(TablePart.sync(relation)));
            if (relation instanceof TableName table) {
                partitions.add(fields(TablePart.request(table)));
                IntStream.rangeClosed(1, MOST_RANGES)
                        .forEach(range -> partitions.add(fields(TablePart.range(table, range))));
                IntStream.range(0, Slice.BUCKETS)
                        .forEach(bucket -> partitions.add(fields(TablePart.bucket(table, bucket))));
            }
        }
        Map<Map<String, String>, Map<String, Object>> stored = reader.offsets(partitions);
        Map<Relation, TableOffsets> byRelation = new HashMap<>();
        relations.forEach(relation -> byRelation.put(relation, of(relation, stored)));
        return byRelation;
    }

    private static TableOffsets of(Relation relation, Map<Map<String, String>, Map<String, Object>> stored) {
        SourcePartition whole = SourcePartition.of(relation);
        Optional<Position> position =
                Optional.ofNullable(stored.get(whole.fields())).map(offset -> StoredOffsets.position(whole, offset));
        Optional<SyncRequest> sync = Optional.ofNullable(stored.get(fields(TablePart.sync(relation))))
                .map(SyncRequest::in);
        if (!(relation instanceof TableName table)) {
            return new TableOffsets(position, Map.of(), Map.of(), Optional.empty(), sync);
        }
        Map<Integer, Map<String, Object>> ranges = new HashMap<>();
        for (int range = 1; range <= MOST_RANGES; range++) {
            @Nullable Map<String, Object> offset = stored.get(fields(TablePart.range(table, range)));
            if (offset != null) {
                ranges.put(range, offset);
            }
        }
        Map<Integer, Position> buckets = new HashMap<>();
        for (int bucket = 0; bucket < Slice.BUCKETS; bucket++) {
            SourcePartition partition = SourcePartition.of(TablePart.bucket(table, bucket));
            @Nullable Map<String, Object> offset = stored.get(partition.fields());
            if (offset != null) {
                buckets.put(bucket, StoredOffsets.position(partition, offset));
            }
        }
        return new TableOffsets(
                position, buckets, ranges, Optional.ofNullable(stored.get(fields(TablePart.request(table)))), sync);
    }

    private static Map<String, String> fields(TablePart part) {
        return SourcePartition.of(part).fields();
    }

    /** Whether no row of the table has been read yet, as far as anybody knows. */
    boolean isUnread() {
        return !changesBegun() && ranges.isEmpty();
    }

    /** Whether changes have been read, so that the first read is over. */
    boolean changesBegun() {
        return position.isPresent() || !buckets.isEmpty();
    }

    /** Rows that have been asked for and are not all read. */
    Optional<Map<String, Object>> openRequest() {
        return request.filter(asked -> !RangeProgress.in(asked).done());
    }

    /** The question whether all has been read, as long as it has no answer. */
    Optional<SyncRequest> openSync() {
        return sync.filter(asked -> !asked.done());
    }

    /** Whether something was asked for that is not done. */
    boolean isAsked() {
        return openRequest().isPresent() || openSync().isPresent();
    }

    /** The layout of the first read, if any progress of one is stored. */
    Optional<SnapshotLayout> layout() {
        return ranges.values().stream().map(SnapshotLayout::in).max(Comparator.comparingLong(SnapshotLayout::id));
    }

    /** How far a range was read. The offset of another layout says nothing about it. */
    RangeProgress progress(int range, SnapshotLayout layout) {
        return Optional.ofNullable(ranges.get(range))
                .filter(offset -> SnapshotLayout.in(offset).id() == layout.id())
                .map(RangeProgress::in)
                .orElse(RangeProgress.NONE);
    }

    boolean isDone(SnapshotLayout layout) {
        return IntStream.rangeClosed(1, layout.ranges())
                .allMatch(range -> progress(range, layout).done());
    }

    /** Where changes are read from: where they were left, or where the first read ends that came before them. */
    Optional<Position> start() {
        return position.or(() -> layout().filter(this::isDone).map(layout -> Position.before(layout.before())));
    }
}
