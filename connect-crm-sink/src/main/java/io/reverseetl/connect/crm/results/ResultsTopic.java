// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.results;

import io.reverseetl.connect.kafka.KafkaTrouble;
import io.reverseetl.connect.kafka.TopicSettings;
import io.reverseetl.connect.kafka.TopicWriter;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes results, each at least once: no offset may be committed past a record whose result has not arrived. Results
 * are added on the loop's thread, and asked about on the task's.
 */
public final class ResultsTopic implements AutoCloseable {

    private final ResultFormat format = new ResultFormat();
    private final TopicWriter writer;
    private final Map<TopicPartition, NavigableSet<Long>> onTheWay = new ConcurrentHashMap<>();

    /**
     * Creates the topic if it is missing, without waiting for that.
     *
     * @param name what threads and clients are called: unique in the worker
     */
    public ResultsTopic(TopicSettings settings, String name) {
        writer = TopicWriter.creating(settings, name + "-results");
    }

    public void add(Result result) {
        NavigableSet<Long> offsets =
                onTheWay.computeIfAbsent(result.partition(), none -> new ConcurrentSkipListSet<>());
        offsets.add(result.offset());
        writer.write(null, format.key(result), format.value(result), () -> offsets.remove(result.offset()));
    }

    /** The offset, or that of the first record before it whose result has not arrived. */
    public long capped(TopicPartition partition, long offset) {
        NavigableSet<Long> offsets = onTheWay.get(partition);
        Long first = offsets == null ? null : offsets.ceiling(Long.MIN_VALUE);
        return first == null ? offset : Math.min(first, offset);
    }

    /** Forgets partitions that have gone: their records without a result will come again, to whoever has them then. */
    public void close(Collection<TopicPartition> partitions) {
        partitions.forEach(onTheWay::remove);
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
