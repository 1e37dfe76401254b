// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import io.reverseetl.connect.crm.engine.Fingerprint;
import io.reverseetl.connect.crm.engine.IdChange;
import io.reverseetl.connect.crm.engine.Known;
import io.reverseetl.connect.crm.engine.Mark;
import io.reverseetl.connect.crm.engine.StateKey;
import io.reverseetl.connect.crm.spi.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Iterator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** Marks what is to be written for the state: fingerprints, and the time of the row's change. For one thread. */
@FunctionalInterface
public interface Marks {

    /** For a task without state. */
    Marks NONE = (consumed, subject, payload) -> Mark.NONE;

    /** Null if the record should say which partition it was rejected from, and does not. */
    @Nullable
    Mark of(ConsumedRecord consumed, Subject subject, Payload payload);

    /**
     * Marks by fingerprints.
     *
     * @param seed where and how things are written: under another one the same content is news
     * @param deadLetters whether records are marked as of the partition that they were rejected from
     */
    static Marks of(String seed, boolean deadLetters) {
        MessageDigest digest = sha256();
        byte[] start = seed.getBytes(StandardCharsets.UTF_8);
        return (consumed, subject, payload) -> {
            TopicPartition partition =
                    deadLetters ? rejectedFrom(consumed.record().headers()) : consumed.partition();
            if (partition == null) {
                return null;
            }
            Fingerprint id = Fingerprint.ofExternalId(subject.object(), subject.identity());
            boolean byKey = subject.idChange() != IdChange.ORPHAN;
            Fingerprint key = byKey ? Fingerprint.ofRecordKey(subject.object(), subject.recordKey()) : id;
            digest.update(start);
            digest.update(text(payload.operation() + ":"));
            if (!subject.externalId().equals(subject.identity())) {
                // To a CRM that minds the spelling, the same content under another one is news.
                digest.update(text(subject.externalId() + ":"));
            }
            long content = ByteBuffer.wrap(digest.digest(payload.content())).getLong();
            return new Mark(
                    new StateKey(partition, key.high(), key.low()),
                    content == Known.UNKNOWN ? 1 : content,
                    sourceMicros(consumed),
                    byKey && !subject.externalId().isEmpty() ? id : Fingerprint.NONE,
                    subject.idChange());
        };
    }

    /** Connect adds them to a dead letter each time that it is rejected: the first say where it was at the beginning. */
    private static @Nullable TopicPartition rejectedFrom(Headers headers) {
        Iterator<Header> topic = headers.allWithName("__connect.errors.topic");
        Iterator<Header> partition = headers.allWithName("__connect.errors.partition");
        if (topic == null || partition == null || !topic.hasNext() || !partition.hasNext()) {
            return null;
        }
        String number = String.valueOf(partition.next().value());
        return number.matches("\\d{1,9}")
                ? new TopicPartition(String.valueOf(topic.next().value()), Integer.parseInt(number))
                : null;
    }

    private static long sourceMicros(ConsumedRecord consumed) {
        try {
            return consumed.changedAt()
                    .map(time -> ChronoUnit.MICROS.between(Instant.EPOCH, time))
                    .orElse(Mark.NO_TIME);
        } catch (ArithmeticException farOff) {
            return Mark.NO_TIME;
        }
    }

    /** The SHA-256 of a text, in hexadecimal digits. */
    static String fingerprint(String text) {
        return HexFormat.of().formatHex(sha256().digest(text(text)));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
