// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.engine.Intake;
import io.reverseetl.connect.crm.record.Marks;
import io.reverseetl.connect.crm.record.RecordReader;
import io.reverseetl.connect.crm.spi.Backlog;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.CrmSender;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The types of objects that a task writes: which record is of which, and who sends it. */
final class WrittenObjects implements CrmSender {

    private final Map<String, CrmAdapter> adapters = new HashMap<>();
    private final Map<String, RecordReader> readersByTopic = new HashMap<>();
    /** Reads what comes from any other topic. */
    private @Nullable RecordReader other;

    /**
     * Opens an adapter for each type.
     *
     * @param marks marks what is to be written for the state
     * @param open creates an adapter
     */
    WrittenObjects(List<ObjectSettings> objects, Marks marks, Function<ObjectSettings, CrmAdapter> open) {
        for (ObjectSettings object : objects) {
            CrmAdapter adapter = open.apply(object);
            adapters.put(object.name(), adapter);
            RecordReader reader = new RecordReader(
                    object.name(), object.idFrom(), object.idChange(), object.deleteMode(), adapter, marks);
            object.topic().ifPresentOrElse(topic -> readersByTopic.put(topic, reader), () -> other = reader);
        }
    }

    /** Reads a record by the topic that it has after the transforms. */
    Intake read(SinkRecord record) {
        RecordReader reader = readersByTopic.getOrDefault(record.topic(), other);
        return reader == null ? RecordReader.ofNoObject(record) : reader.read(record);
    }

    @Override
    public CompletionStage<CrmAnswer> send(CrmBatch batch) {
        return adapter(batch).send(batch);
    }

    @Override
    public int calls(CrmBatch batch) {
        return adapter(batch).calls(batch);
    }

    @Override
    public Optional<Backlog> backlog(String object, Operation operation) {
        return Objects.requireNonNull(adapters.get(object), object).backlog(object, operation);
    }

    /** A job of a task before this one may have been of an object that the config names no longer. */
    @Override
    public CompletionStage<CrmAnswer> ask(CrmJob job, List<CrmWrite> writes) {
        CrmAdapter adapter = adapters.get(job.object());
        return adapter == null ? CrmSender.super.ask(job, writes) : adapter.ask(job, writes);
    }

    private CrmAdapter adapter(CrmBatch batch) {
        return Objects.requireNonNull(adapters.get(batch.object()), batch.object());
    }
}
