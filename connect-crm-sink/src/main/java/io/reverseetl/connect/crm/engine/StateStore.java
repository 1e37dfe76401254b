// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.CrmJob;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, beyond a restart, what the CRM has acknowledged. Called on the loop's thread only, and never waits; a
 * store that breaks makes the task fail by itself.
 */
public interface StateStore {

    /** Remembers nothing: every version is news, and no offset waits for it. */
    StateStore NONE = new StateStore() {

        @Override
        public boolean skipsUnchanged() {
            return false;
        }

        @Override
        public @Nullable Known find(StateKey key) {
            return null;
        }

        @Override
        public @Nullable StateKey holder(Fingerprint id) {
            return null;
        }

        @Override
        public void store(StateKey key, Known known, Runnable stored) {
            stored.run();
        }

        @Override
        public void begin(StoredJob job, Runnable stored) {
            stored.run();
        }

        @Override
        public void end(TopicPartition partition, CrmJob job) {}

        @Override
        public List<StoredJob> unfinished() {
            return List.of();
        }

        @Override
        public StateStore answeringOn(Consumer<Runnable> loop) {
            return this;
        }
    };

    /** Whether a version that says what is known already needs no write. */
    boolean skipsUnchanged();

    /** What was stored last, whether it is safe yet or not; null if nothing is known. */
    @Nullable
    Known find(StateKey key);

    /** Under what an object with this external id is known, if that is a record key; null if there is none. */
    @Nullable
    StateKey holder(Fingerprint id);

    /**
     * Stores. What is stored for a key later takes the place of what was stored before, whatever happens.
     *
     * @param stored run on any thread once it is safe: who starts anew from then on finds it
     */
    void store(StateKey key, Known known, Runnable stored);

    /**
     * Remembers a job, unless its partition has gone.
     *
     * @param stored run on any thread once it is safe: who starts anew from then on finds it {@linkplain #unfinished()
     *     unfinished}
     */
    void begin(StoredJob job, Runnable stored);

    /** Forgets a job as far as one partition is concerned, after everything that was stored before. */
    void end(TopicPartition partition, CrmJob job);

    /**
     * The jobs that were begun by a task before this one and are not {@linkplain #end over} as far as is known. No records
     * of their partitions are taken in until they are.
     */
    List<StoredJob> unfinished();

    /** The same store, whose {@code stored} is run by the loop. */
    default StateStore answeringOn(Consumer<Runnable> loop) {
        StateStore store = this;
        return new StateStore() {

            @Override
            public boolean skipsUnchanged() {
                return store.skipsUnchanged();
            }

            @Override
            public @Nullable Known find(StateKey key) {
                return store.find(key);
            }

            @Override
            public @Nullable StateKey holder(Fingerprint id) {
                return store.holder(id);
            }

            @Override
            public void store(StateKey key, Known known, Runnable stored) {
                store.store(key, known, () -> loop.accept(stored));
            }

            @Override
            public void begin(StoredJob job, Runnable stored) {
                store.begin(job, () -> loop.accept(stored));
            }

            @Override
            public void end(TopicPartition partition, CrmJob job) {
                store.end(partition, job);
            }

            @Override
            public List<StoredJob> unfinished() {
                return store.unfinished();
            }
        };
    }
}
