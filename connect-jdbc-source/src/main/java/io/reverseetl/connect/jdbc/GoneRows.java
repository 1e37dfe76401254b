// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.engine.CursorPlanner;
import io.reverseetl.connect.jdbc.engine.DeleteReader;
import io.reverseetl.connect.jdbc.engine.PositionFormat;
import io.reverseetl.connect.jdbc.engine.RememberingStream;
import io.reverseetl.connect.jdbc.engine.SentKeys;
import io.reverseetl.connect.jdbc.engine.SourcePartition;
import io.reverseetl.connect.jdbc.engine.Stream;
import io.reverseetl.connect.jdbc.engine.TablePart;
import io.reverseetl.connect.jdbc.engine.Watermark;
import io.reverseetl.connect.jdbc.keys.KeyTopics;
import io.reverseetl.connect.jdbc.record.TopicNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** Has a task remember the keys of its records, and find rows that are gone. */
final class GoneRows implements AutoCloseable {

    private final GoneSettings settings;
    private final TopicNames topics;
    private final int rowsPerPage;
    private final KeyTopics memories;
    private final Map<Map<String, ?>, SentKeys> sent = new HashMap<>();

    /** @param task its number */
    GoneRows(GoneSettings settings, SourceSettings source, String task) {
        this.settings = settings;
        this.topics = source.records().topics();
        this.rowsPerPage = source.reading().rowsPerPage();
        this.memories = new KeyTopics(
                settings.kafka(), settings.connector() + "-" + task + "-keys", settings.replicationFactor());
    }

    /**
     * The streams of a part of a table, their keys remembered, and behind those that read changes one of what is gone. A
     * range of a first read has none: only once all are read is anything compared.
     */
    List<Stream> of(TablePart part, List<Stream> streams, CursorPlanner planner, Watermark watermark) {
        Relation relation = part.relation();
        SentKeys keys = new SentKeys(memories.of(relation, settings.keysOf(topics.topic(relation))));
        List<Stream> all = new ArrayList<>();
        streams.forEach(stream -> all.add(new RememberingStream(stream, keys)));
        if (part.range().isEmpty()) {
            sent.put(SourcePartition.ofGone(relation).fields(), keys);
            all.add(new DeleteReader(
                    relation,
                    keys,
                    new DeleteReader.Settings(settings.interval(), rowsPerPage, settings.fuse()),
                    planner,
                    watermark));
        }
        return all;
    }

    /** A record is in its topic, or a transform has left it out. Any thread may say so. */
    void arrived(SourceRecord record) {
        SentKeys keys = sent.get(record.sourcePartition());
        if (keys != null) {
            keys.arrived(PositionFormat.read(record.sourceOffset()).key());
        }
    }

    @Override
    public void close() {
        memories.close();
    }
}
