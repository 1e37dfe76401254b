// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.deadletters;

import io.reverseetl.connect.crm.record.ConsumedRecord;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.kafka.KafkaTrouble;
import io.reverseetl.connect.kafka.TopicSettings;
import io.reverseetl.connect.kafka.TopicWriter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;

/**
 * Writes rejected records to a topic of the sink's own, as the transforms have left them: Connect's reporter would write
 * them as they were consumed, and drop the headers that tell the reason.
 */
public final class TransformedLetters implements DeadLetters, AutoCloseable {

    private final LetterFormat format;
    private final TopicWriter writer;

    /**
     * Creates the topic if it is missing, without waiting for that.
     *
     * @param name what threads and clients are called: unique in the worker
     */
    public TransformedLetters(TopicSettings settings, String name) {
        format = new LetterFormat(settings.topic().name());
        writer = TopicWriter.creating(settings, name + "-dead-letters");
    }

    @Override
    public Future<?> add(ConsumedRecord record, Reason reason) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        try {
            writer.write(format.letter(record, reason), () -> stored.complete(null));
        } catch (DataException e) {
            throw new ConnectException(
                    "The rejected record " + record.coordinates()
                            + " cannot be written to dlq.topic, as JSON has no form"
                            + " for what the transforms have made of it. Set dlq.record=original to put such records"
                            + " aside as they were consumed, then restart the task.",
                    e);
        }
        return stored;
    }

    /** Why the task has to fail, if it has to. */
    public Optional<KafkaTrouble> trouble() {
        return writer.trouble();
    }

    @Override
    public void close() {
        writer.close();
    }
}
