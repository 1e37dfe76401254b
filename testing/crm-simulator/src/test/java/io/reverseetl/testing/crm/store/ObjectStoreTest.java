// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.testing.crm.store.UpsertOutcome.Applied;
import io.reverseetl.testing.crm.store.UpsertOutcome.Conflict;
import io.reverseetl.testing.crm.store.UpsertOutcome.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {

    private static final Set<String> UNIQUE = Set.of("email", "key");
    private static final Instant START = Instant.parse("2026-11-23T10:00:00.123456Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final ObjectStore store = new ObjectStore(now::get);

    @Test
    void a_write_creates_an_object_and_the_next_one_changes_it() {
        // Given
        Version created = write(byKey("1", Map.of("city", "Oslo", "zip", "0150")));
        now.set(START.plusSeconds(5));

        // When
        Version changed = write(byKey("1", Map.of("city", "Bergen", "zip", "")));

        // Then
        assertThat(created.seq()).isEqualTo(1);
        assertThat(changed)
                .isEqualTo(new Version(
                        2,
                        "contacts",
                        created.id(),
                        PropertyMap.EMPTY.with(Map.of("key", "1", "city", "Bergen")),
                        "trace",
                        START,
                        START.plusSeconds(5),
                        false));
        assertThat(store.history("contacts", created.id())).containsExactly(created, changed);
        assertThat(store.versionsAfter(0, 10)).containsExactly(created, changed);
    }

    @Test
    void versions_are_paged_in_their_global_order() {
        // Given
        for (int i = 0; i < 5; i++) {
            write(byKey("" + i, Map.of()));
        }

        // When
        List<Version> page = store.versionsAfter(2, 2);

        // Then
        assertThat(page).extracting(Version::seq).containsExactly(3L, 4L);
        assertThat(store.versionsAfter(5, 2)).isEmpty();
        assertThat(store.versionsAfter(99, 2)).isEmpty();
    }

    @Test
    void a_conflict_with_another_object_leaves_everything_as_it_was() {
        // Given
        Version holder = write(byKey("1", Map.of("email", "a@x.io")));

        // When
        UpsertOutcome outcome =
                store.upsert("contacts", UNIQUE, List.of(byKey("2", Map.of()), byKey("3", Map.of("email", "a@x.io"))));

        // Then
        assertThat(outcome).isEqualTo(new Conflict("email", "a@x.io", holder.id()));
        assertThat(store.versionsAfter(0, 10)).containsExactly(holder);
        assertThat(store.count()).isEqualTo(Map.of("contacts", 1));
    }

    @Test
    void two_writes_of_one_batch_cannot_claim_the_same_value() {
        // When
        UpsertOutcome outcome = store.upsert(
                "contacts",
                UNIQUE,
                List.of(new Write("email", "a@x.io", Map.of(), null), byKey("2", Map.of("email", "a@x.io"))));

        // Then
        assertThat(outcome).isInstanceOf(Conflict.class);
        assertThat(store.versions()).isZero();
    }

    @Test
    void an_object_may_keep_its_own_unique_value_and_give_it_away() {
        // Given
        write(byKey("1", Map.of("email", "a@x.io")));
        write(byKey("1", Map.of("email", "a@x.io")));
        write(byKey("1", Map.of("email", "b@x.io")));

        // When
        Version other = write(byKey("2", Map.of("email", "a@x.io")));

        // Then
        assertThat(store.find("contacts", "email", "a@x.io")).contains(other);
    }

    @Test
    void an_object_is_found_by_its_new_key_only() {
        // Given
        Version first = write(byKey("1", Map.of()));

        // When
        Version second = write(byKey("1", Map.of("key", "2")));

        // Then
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(store.find("contacts", "key", "1")).isEmpty();
        assertThat(store.find("contacts", "key", "2")).contains(second);
    }

    @Test
    void an_archived_object_frees_its_unique_values_and_keeps_its_history() {
        // Given
        Version first = write(byKey("1", Map.of("email", "a@x.io")));

        // When
        boolean archived = store.archive("contacts", first.id());

        // Then
        assertThat(archived).isTrue();
        assertThat(store.archive("contacts", first.id())).isFalse();
        assertThat(store.live("contacts")).isEmpty();
        assertThat(store.count()).isEqualTo(Map.of("contacts", 0));
        assertThat(store.history("contacts", first.id()))
                .extracting(Version::archived)
                .containsExactly(false, true);
        assertThat(write(byKey("1", Map.of("email", "a@x.io"))).id()).isNotEqualTo(first.id());
    }

    @Test
    void reading_a_type_that_has_no_objects_leaves_no_trace() {
        // When
        List<Version> live = store.live("ghosts");

        // Then
        assertThat(live).isEmpty();
        assertThat(store.count()).isEmpty();
    }

    @Test
    void threads_that_write_the_same_objects_lose_nothing_and_make_no_second_object() throws Exception {
        // Given
        int threads = 8;
        int rounds = 200;
        int keys = 20;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Callable<Void>> writers = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            String author = "author-" + thread;
            writers.add(() -> {
                for (int round = 0; round < rounds; round++) {
                    List<Write> batch = new ArrayList<>();
                    for (int key = 0; key < keys; key++) {
                        batch.add(byKey("" + key, Map.of(author, "" + round)));
                    }
                    store.upsert("contacts", UNIQUE, batch);
                }
                return null;
            });
        }

        // When
        for (Future<Void> done : pool.invokeAll(writers)) {
            done.get();
        }
        pool.shutdown();

        // Then
        assertThat(store.count()).isEqualTo(Map.of("contacts", keys));
        Map<String, String> last = new HashMap<>();
        for (int thread = 0; thread < threads; thread++) {
            last.put("author-" + thread, "" + (rounds - 1));
        }
        assertThat(store.live("contacts"))
                .allSatisfy(version -> assertThat(version.properties()).containsAllEntriesOf(last));
        List<Version> all = store.versionsAfter(0, Integer.MAX_VALUE);
        assertThat(all).hasSize(threads * rounds * keys);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).seq()).isEqualTo(i + 1L);
        }
    }

    private Version write(Write write) {
        UpsertOutcome outcome = store.upsert("contacts", UNIQUE, List.of(write));
        assertThat(outcome).isInstanceOf(Applied.class);
        List<Result> results = ((Applied) outcome).results();
        return results.get(0).version();
    }

    private static Write byKey(String key, Map<String, String> properties) {
        return new Write("key", key, properties, "trace");
    }
}
