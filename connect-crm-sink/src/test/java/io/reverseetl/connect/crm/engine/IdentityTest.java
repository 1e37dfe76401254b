// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static io.reverseetl.connect.crm.engine.EngineBench.rejected;
import static io.reverseetl.connect.crm.engine.EngineBench.retryable;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What becomes of objects whose external id comes out of values: record keys are 1, 2, 3, external ids a, b, c. */
class IdentityTest {

    private final FakeState state = new FakeState();
    private EngineBench bench = new EngineBench(EngineBench.SETTINGS, state);
    private IdChange onChange = IdChange.REKEY;

    @Test
    void an_object_whose_key_comes_with_another_id_lives_on_under_that_id() {
        // Given
        written(0, "1", "a");

        // When
        accept(1, "1", "b").tick();

        // Then
        assertThat(requests()).containsExactly("UPSERT a", "UPDATE_KNOWN b of crm-a");
    }

    @Test
    void or_it_is_put_away_before_another_one_is_made() {
        // Given
        onChange = IdChange.ARCHIVE;
        written(0, "1", "a");
        accept(1, "1", "b").tick();
        assertThat(requests()).containsExactly("UPSERT a", "ARCHIVE crm-a");

        // When
        settle();

        // Then
        assertThat(requests()).containsExactly("UPSERT a", "ARCHIVE crm-a", "UPSERT b");
        assertThat(bench.outcomes).doesNotContainKey("people-0-1");
        settle();
        assertThat(bench.outcomes).containsEntry("people-0-1", "written");
    }

    @Test
    void an_id_that_stays_puts_nothing_away() {
        // Given
        onChange = IdChange.ARCHIVE;
        written(0, "1", "a");

        // When
        accept(1, "1", "a").tick();

        // Then
        assertThat(requests()).containsExactly("UPSERT a", "UPDATE_KNOWN a of crm-a");
    }

    @Test
    void nothing_of_a_new_id_is_sent_before_the_write_of_the_old_one_has_a_result() {
        // Given
        accept(0, "1", "a").tick();

        // When
        accept(1, "1", "b").tick();

        // Then
        assertThat(requests()).containsExactly("UPSERT a");
        settle();
        assertThat(requests()).containsExactly("UPSERT a", "UPDATE_KNOWN b of crm-a");
    }

    @Test
    void nothing_of_a_new_id_is_sent_before_it_is_safe_whose_the_old_one_was() {
        // Given
        accept(0, "1", "a").tick();
        accept(1, "1", "b").tick();

        // When
        writeLast();

        // Then: after a crash nobody would know that b is what was a
        assertThat(requests()).containsExactly("UPSERT a");
        state.landAll();
        bench.tick();
        assertThat(requests()).containsExactly("UPSERT a", "UPDATE_KNOWN b of crm-a");
    }

    @Test
    void a_version_with_an_id_is_written_even_if_one_with_another_id_waits() {
        // Given: whether a was created before a crash, nobody knows
        bench = new EngineBench(EngineBench.linger(10), state);

        // When
        accept(0, "1", "a");
        accept(1, "1", "b").after(10);

        // Then
        assertThat(requests()).containsExactly("UPSERT a");
    }

    @Test
    void a_change_that_was_made_but_not_stored_is_made_again() {
        // Given: the answer arrives, what is to be stored of it does not
        written(0, "1", "a");
        accept(1, "1", "b").tick();
        writeLast();
        assertThat(bench.offsets()).containsEntry(P0, 1L);
        restart();

        // When
        accept(1, "1", "b").tick();

        // Then
        assertThat(requests()).containsExactly("UPDATE_KNOWN b of crm-a");
    }

    @Test
    void an_object_that_was_put_away_before_a_crash_is_put_away_once_more() {
        // Given
        onChange = IdChange.ARCHIVE;
        written(0, "1", "a");
        accept(1, "1", "b").tick();
        writeLast();
        restart();

        // When
        accept(1, "1", "b").tick();
        settle();

        // Then
        assertThat(requests()).containsExactly("ARCHIVE crm-a", "UPSERT b");
    }

    @Test
    void an_id_that_goes_and_comes_back_finds_the_object_though_an_answer_was_lost() {
        // Given: the object may be b by now
        written(0, "1", "a");
        accept(1, "1", "b").tick();
        bench.answer(bench.lastSent(), Map.of("b", rejected())).reportAll();
        state.landAll();

        // When
        accept(2, "1", "a").tick();

        // Then
        assertThat(requests()).last().isEqualTo("UPDATE_KNOWN a of crm-a");
    }

    @Test
    void an_object_that_is_gone_is_made_anew() {
        // Given
        written(0, "1", "a");
        accept(1, "1", "b").tick();

        // When
        bench.answer(bench.lastSent(), Map.of("b", new WriteResult.Gone()));
        state.landAll();
        bench.tick();

        // Then
        assertThat(requests()).containsExactly("UPSERT a", "UPDATE_KNOWN b of crm-a", "UPSERT b");
    }

    @Test
    void a_tombstone_finds_its_object_and_a_second_one_knows_that_it_is_gone() {
        // Given
        written(0, "1", "a");
        restart();
        remove(1, "1").tick();
        assertThat(requests()).containsExactly("ARCHIVE crm-a");
        settle();

        // When
        remove(2, "1").tick();

        // Then
        assertThat(bench.sent).hasSize(1);
        assertThat(bench.outcomes).containsEntry("people-0-1", "written").containsEntry("people-0-2", "unchanged");
    }

    @Test
    void what_waits_before_a_tombstone_is_written_as_its_object_would_not_be_known_otherwise() {
        // When
        accept(0, "1", "a");
        remove(1, "1").tick();
        settle();

        // Then
        assertThat(requests()).containsExactly("UPSERT a", "ARCHIVE crm-a");
    }

    @Test
    void a_tombstone_of_a_key_without_an_object_is_rejected() {
        // When
        remove(0, "1").tick();

        // Then
        assertThat(bench.sent).isEmpty();
        assertThat(bench.outcomes.get("people-0-0")).contains("category=TOMBSTONE code=OBJECT_UNKNOWN");
    }

    @Test
    void an_id_of_another_key_is_rejected_whether_that_key_is_on_its_way_or_was_written_before_a_restart() {
        // Given
        accept(0, "1", "a");
        accept(1, "2", "a").tick();
        assertThat(requests()).containsExactly("UPSERT a");
        settle();
        assertThat(bench.outcomes.get("people-0-1")).contains("category=RECORD code=ID_OF_TWO_KEYS");
        restart();

        // When
        accept(2, "3", "a").tick();

        // Then
        assertThat(bench.sent).isEmpty();
        assertThat(bench.outcomes.get("people-0-2")).contains("code=ID_OF_TWO_KEYS");
    }

    @Test
    void an_id_that_its_key_is_about_to_leave_is_waited_for() {
        // Given
        written(0, "1", "a");
        accept(1, "1", "b").tick();

        // When
        accept(2, "2", "a").tick();

        // Then
        assertThat(requests()).containsExactly("UPSERT a", "UPDATE_KNOWN b of crm-a");
        settle();
        assertThat(requests()).last().isEqualTo("UPSERT a");
    }

    @Test
    void an_id_is_free_only_once_it_is_safe_that_its_key_has_left_it() {
        // Given: after a crash, the key would have it again
        written(0, "1", "a");
        accept(1, "1", "b").tick();
        writeLast();

        // When
        accept(2, "2", "a").tick();

        // Then
        assertThat(bench.sent).hasSize(2);
        state.landAll();
        bench.tick();
        assertThat(requests()).last().isEqualTo("UPSERT a");
    }

    @Test
    void an_id_whose_key_does_not_leave_it_after_all_is_rejected() {
        // Given
        written(0, "1", "a");
        accept(1, "1", "b").tick();
        accept(2, "2", "a").tick();

        // When
        bench.answer(bench.lastSent(), Map.of("b", rejected()));

        // Then
        assertThat(bench.sent).hasSize(2);
        assertThat(bench.outcomes.get("people-0-2")).contains("code=ID_OF_TWO_KEYS");
    }

    @Test
    void an_id_that_a_tombstone_sets_free_is_waited_for() {
        // Given
        written(0, "1", "a");
        remove(1, "1").tick();

        // When
        accept(2, "2", "a").tick();
        settle();

        // Then
        assertThat(requests()).containsExactly("UPSERT a", "ARCHIVE crm-a", "UPSERT a");
    }

    @Test
    void two_keys_change_places_if_one_of_them_has_another_id_in_between() {
        // Given
        written(0, "1", "a");
        written(1, "2", "b");

        // When
        accept(2, "1", "c");
        accept(3, "2", "a");
        accept(4, "1", "b").tick();
        settle();
        settle();
        settle();

        // Then
        assertThat(requests().subList(2, 5))
                .containsExactly("UPDATE_KNOWN c of crm-a", "UPDATE_KNOWN a of crm-b", "UPDATE_KNOWN b of crm-a");
        assertThat(bench.outcomes.values()).containsOnly("written");
    }

    @Test
    void an_id_that_is_written_again_is_not_given_to_who_waits_for_it() {
        // Given
        accept(0, "1", "a").tick();
        accept(1, "1", "b");
        accept(2, "2", "a");

        // When
        bench.answer(bench.lastSent(), Map.of("a", retryable())).after(1_000);
        settle();
        settle();

        // Then
        assertThat(requests()).containsExactly("UPSERT a", "UPSERT a", "UPDATE_KNOWN b of crm-a", "UPSERT a");
    }

    @Test
    void two_keys_that_want_each_others_id_are_rejected_and_keep_their_objects() {
        // Given: each waits for a write of its own before
        written(0, "1", "a");
        written(1, "2", "b");
        accept(2, "1", "a").tick();
        accept(3, "2", "b").tick();

        // When
        accept(4, "1", "b").tick();
        accept(5, "2", "a").tick();
        List.copyOf(bench.sent.subList(2, 4)).forEach(this::write);
        state.landAll();
        bench.tick();

        // Then
        assertThat(requests())
                .containsExactly("UPSERT a", "UPSERT b", "UPDATE_KNOWN a of crm-a", "UPDATE_KNOWN b of crm-b");
        assertThat(bench.outcomes.get("people-0-4")).contains("code=ID_OF_TWO_KEYS");
        assertThat(bench.outcomes.get("people-0-5")).contains("code=ID_OF_TWO_KEYS");
    }

    @Test
    void who_waits_for_an_id_goes_on_when_the_other_keys_partition_goes() {
        // Given
        written(0, "1", "a");
        accept(1, "1", "b").tick();
        bench.answer(bench.lastSent(), Map.of("b", retryable()));
        bench.engine.accept(List.of(row(EngineBench.P1, 0, "2", "a")));
        bench.tick();

        // When: its successor will have its state
        state.drop(P0);
        bench.engine.forget(Set.of(P0));
        bench.tick();

        // Then
        assertThat(requests()).last().isEqualTo("UPSERT a");
    }

    @Test
    void objects_that_are_put_away_for_another_id_count_as_deletes() {
        // Given
        bench = new EngineBench(
                new EngineSettings(
                        4, 1_000_000, 0, 2, 1_000_000, 60_000, TimeoutAction.FAIL, new GuardSettings(100, 0, 1_000)),
                state);
        onChange = IdChange.ARCHIVE;
        written(0, "1", "a");

        // When
        accept(1, "1", "b").tick();

        // Then
        assertThat(bench.failure().orElseThrow()).contains("max.deletes");
        assertThat(bench.sent).hasSize(1);
    }

    private void written(long offset, String key, String id) {
        accept(offset, key, id).tick();
        settle();
    }

    private EngineBench accept(long offset, String key, String id) {
        bench.engine.accept(List.of(row(P0, offset, key, id)));
        return bench;
    }

    private EngineBench remove(long offset, String key) {
        bench.engine.accept(List.of(new Intake.Write(
                new EngineBench.At(P0, offset),
                "contacts",
                "",
                new EngineBench.Gone(),
                Rows.mark(P0, key, "", "gone", Mark.NO_TIME, onChange))));
        return bench;
    }

    private Intake.Write row(TopicPartition partition, long offset, String key, String id) {
        String fields = "email=" + id + " n=" + offset;
        return new Intake.Write(
                new EngineBench.At(partition, offset),
                "contacts",
                id,
                EngineBench.Fields.of(fields),
                Rows.mark(partition, key, id, fields, Mark.NO_TIME, onChange));
    }

    private void writeLast() {
        write(bench.lastSent());
    }

    /** The CRM's id of an object is that of its first external id. */
    /** The CRM writes what was sent last, and what is to be stored of that is stored. */
    private void settle() {
        writeLast();
        state.landAll();
        bench.tick();
    }

    private void write(Batch batch) {
        bench.answer(
                batch,
                batch.request().writes().stream()
                        .collect(Collectors.toMap(
                                CrmWrite::externalId,
                                write -> new WriteResult.Written(
                                        write.isByCrmId() ? write.crmId() : "crm-" + write.externalId(), false))));
    }

    private void restart() {
        state.crash(0);
        bench = new EngineBench(EngineBench.SETTINGS, state);
    }

    private List<String> requests() {
        return bench.sent.stream()
                .flatMap(batch -> batch.request().writes().stream())
                .map(write -> write.operation() + " " + write.externalId()
                        + (write.isByCrmId() && !write.externalId().equals(write.crmId())
                                ? " of " + write.crmId()
                                : ""))
                .toList();
    }
}
