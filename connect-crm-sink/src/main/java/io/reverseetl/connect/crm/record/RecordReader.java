// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import io.reverseetl.connect.crm.engine.IdChange;
import io.reverseetl.connect.crm.engine.Intake;
import io.reverseetl.connect.crm.engine.Mark;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Reason.Category;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Makes of a sink record what the engine takes in: a write, a rejection, or nothing. Never throws for a record. */
public final class RecordReader {

    private final String object;
    private final ExternalId externalId;
    private final IdChange idChange;
    private final DeleteMode deleteMode;
    private final CrmAdapter adapter;
    private final Marks marks;

    /**
     * A reader for records of one object type.
     *
     * @param idChange what a record key's change to another external id means; {@link IdChange#ORPHAN} if nothing is
     *     remembered of keys
     * @param adapter formats the fields
     * @param marks marks what is to be written for the state
     */
    public RecordReader(
            String object, IdSource idFrom, IdChange idChange, DeleteMode deleteMode, CrmAdapter adapter, Marks marks) {
        this.object = object;
        this.externalId = new ExternalId(idFrom);
        this.idChange = idChange;
        this.deleteMode = deleteMode;
        this.adapter = adapter;
        this.marks = marks;
    }

    public Intake read(SinkRecord record) {
        ConsumedRecord origin = new ConsumedRecord(record);
        if (record.value() == null && deleteMode == DeleteMode.IGNORE) {
            return new Intake.Ignored(origin);
        }
        return UnpairedSurrogates.in(record)
                .<Intake>map(reason -> new Intake.Unfit(origin, reason))
                .orElseGet(() -> record.value() == null ? tombstone(record, origin) : write(record, origin));
    }

    /** What becomes of a record when no type of objects is written from its topic. */
    public static Intake ofNoObject(SinkRecord record) {
        return new Intake.Unfit(
                new ConsumedRecord(record),
                Reason.record(
                        "TOPIC_WITHOUT_OBJECT",
                        List.of(),
                        "No type of objects is written from the record's topic: see objects.<type>.topic"));
    }

    private Intake write(SinkRecord record, ConsumedRecord origin) {
        Map<String, @Nullable Object> fields = JavaValues.fields(record.value());
        if (fields == null) {
            return new Intake.Unfit(
                    origin,
                    Reason.record(
                            "VALUE_NOT_STRUCTURED",
                            List.of(),
                            "The record's value is neither a struct nor a map: use a converter that yields one"));
        }
        try {
            String id = adapter.canonicalId(externalId.of(record, fields));
            return adapter.prepare(fields)
                    .fold(
                            ready -> write(origin, id, ready.payload()),
                            unfit -> new Intake.Unfit(origin, unfit.reason()));
        } catch (ExternalId.Missing e) {
            return new Intake.Unfit(origin, e.reason());
        }
    }

    private Intake write(ConsumedRecord origin, String id, Payload payload) {
        if (idChange == IdChange.ORPHAN) {
            return write(origin, new Subject(object, id, adapter.identity(id)), payload);
        }
        return KeyText.of(origin.record())
                .map(key -> write(origin, new Subject(object, id, adapter.identity(id), key, idChange), payload))
                .orElseGet(() -> new Intake.Unfit(
                        origin,
                        Reason.record(
                                "KEY_NULL",
                                List.of(),
                                "The record has no key to remember its external id by: see id.change")));
    }

    private Intake write(ConsumedRecord origin, Subject subject, Payload payload) {
        Mark mark = marks.of(origin, subject, payload);
        return mark == null
                ? new Intake.Unfit(
                        origin,
                        Reason.record(
                                "NO_DEAD_LETTER",
                                List.of(),
                                "The record does not say what it was rejected from: replay.dead.letters needs queues"
                                        + " with errors.deadletterqueue.context.headers.enable=true"))
                : new Intake.Write(origin, object, subject.externalId(), subject.identity(), payload, mark);
    }

    private Intake tombstone(SinkRecord record, ConsumedRecord origin) {
        return deleteMode
                .operation()
                .map(operation -> removal(record, origin, operation))
                .orElseGet(() -> new Intake.Unfit(
                        origin,
                        Reason.of(
                                Category.TOMBSTONE,
                                "",
                                "The record has no value; with delete.mode=ignore such records are passed over")));
    }

    private Intake removal(SinkRecord record, ConsumedRecord origin, Operation operation) {
        try {
            // Where keys are remembered, the engine knows which object the key had.
            String id = idChange == IdChange.ORPHAN ? adapter.canonicalId(externalId.of(record, null)) : "";
            return write(origin, id, adapter.removal(operation));
        } catch (ExternalId.Missing e) {
            return new Intake.Unfit(origin, e.reason().as(Category.TOMBSTONE));
        }
    }
}
