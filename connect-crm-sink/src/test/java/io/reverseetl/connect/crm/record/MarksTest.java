// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.Fingerprint;
import io.reverseetl.connect.crm.engine.IdChange;
import io.reverseetl.connect.crm.engine.Mark;
import io.reverseetl.connect.crm.spi.Payload;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class MarksTest {

    private static final Marks MARKS = Marks.of("seed", false);

    @Test
    void two_spellings_of_an_id_that_may_be_one_share_their_state_but_are_news_to_each_other() {
        // Given
        ConsumedRecord record = new ConsumedRecord(
                new SinkRecord("contacts", 0, null, "k", null, Map.of(), 0L, 0L, TimestampType.CREATE_TIME));

        // When
        Mark lower = MARKS.of(record, new Subject("contacts", "ada", "ada"), new Text("name=1"));
        Mark upper = MARKS.of(record, new Subject("contacts", "ADA", "ada"), new Text("name=1"));

        // Then
        assertThat(upper.key()).isEqualTo(lower.key());
        assertThat(upper.content()).isNotEqualTo(lower.content());
    }

    @Test
    void the_same_content_of_the_same_object_has_the_same_mark_wherever_it_is_in_its_partition() {
        assertThat(mark(MARKS, 0, "contacts", "ada", "name=1"))
                .isEqualTo(mark(Marks.of("seed", false), 7, "contacts", "ada", "name=1"));
    }

    @Test
    void other_content_another_object_type_another_id_and_another_seed_show() {
        // Given
        Mark mark = mark(MARKS, 0, "contacts", "ada", "name=1");

        // When, then
        assertThat(mark(MARKS, 0, "contacts", "ada", "name=2").content()).isNotEqualTo(mark.content());
        assertThat(mark(Marks.of("other", false), 0, "contacts", "ada", "name=1")
                        .content())
                .isNotEqualTo(mark.content());
        assertThat(mark(MARKS, 0, "contacts", "bob", "name=1").key()).isNotEqualTo(mark.key());
        assertThat(mark(MARKS, 0, "deals", "ada", "name=1").key()).isNotEqualTo(mark.key());
        assertThat(mark(MARKS, 0, "contact", "sada", "name=1").key()).isNotEqualTo(mark.key());
    }

    @Test
    void a_record_that_is_followed_by_its_key_is_known_by_that_and_has_the_mark_of_its_id_beside() {
        // Given
        ConsumedRecord record = new ConsumedRecord(record(0, null));
        Mark byId = MARKS.of(record, new Subject("contacts", "ada", "ada"), new Text("name=1"));

        // When
        Mark mark = MARKS.of(record, new Subject("contacts", "ada", "ada", "7", IdChange.REKEY), new Text("name=1"));
        Mark tombstone = MARKS.of(record, new Subject("contacts", "", "", "7", IdChange.REKEY), new Text(""));

        // Then
        assertThat(mark.id())
                .isEqualTo(new Fingerprint(byId.key().high(), byId.key().low()));
        assertThat(tombstone.key()).isEqualTo(mark.key());
        assertThat(tombstone.id()).isEqualTo(Fingerprint.NONE);
        assertThat(mark.key())
                .isNotEqualTo(mark(MARKS, 0, "contacts", "7", "name=1").key());
        assertThat(byId.id()).isEqualTo(Fingerprint.NONE);
    }

    @Test
    void it_holds_the_partition_that_was_consumed_and_the_time_of_the_rows_change() {
        // Given
        SinkRecord record = record(4, "2026-11-23T04:34:00.123456Z");

        // When
        Mark mark = MARKS.of(new ConsumedRecord(record), new Subject("contacts", "ada", "ada"), new Text("name=1"));

        // Then
        assertThat(mark.key().partition()).isEqualTo(new TopicPartition("people", 2));
        assertThat(mark.sourceMicros())
                .isEqualTo(Instant.parse("2026-11-23T04:34:00Z").getEpochSecond() * 1_000_000 + 123_456);
    }

    @Test
    void a_header_that_is_a_date_is_a_time_and_any_other_is_none() {
        assertThat(time(Date.from(Instant.ofEpochMilli(5)))).isEqualTo(5_000);
        assertThat(time("infinity")).isEqualTo(Mark.NO_TIME);
        assertThat(time(null)).isEqualTo(Mark.NO_TIME);
        assertThat(time("+999999999-01-01T00:00:00Z")).isEqualTo(Mark.NO_TIME);
    }

    private static long time(Object header) {
        SinkRecord record = record(0, header);
        return MARKS.of(new ConsumedRecord(record), new Subject("contacts", "ada", "ada"), new Text("name=1"))
                .sourceMicros();
    }

    private static Mark mark(Marks marks, long offset, String object, String id, String content) {
        SinkRecord record = record(offset, null);
        return marks.of(new ConsumedRecord(record), new Subject(object, id, id), new Text(content));
    }

    private static SinkRecord record(long offset, Object sourceTimestamp) {
        SinkRecord record = new SinkRecord("people", 2, null, "ada", null, null, offset, 0L, TimestampType.CREATE_TIME);
        if (sourceTimestamp != null) {
            record.headers().add("reverseetl.source.timestamp", sourceTimestamp, (Schema) null);
        }
        return record;
    }

    private record Text(String text) implements Payload {

        @Override
        public int bytes() {
            return text.length();
        }

        @Override
        public boolean replaces(Payload older) {
            return true;
        }

        @Override
        public byte[] content() {
            return text.getBytes(UTF_8);
        }

        @Override
        public Payload over(Payload older) {
            return this;
        }
    }
}
