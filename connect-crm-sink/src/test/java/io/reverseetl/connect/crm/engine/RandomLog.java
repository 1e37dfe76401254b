// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic of random records. An object's records are in one partition, as with any partitioner by key.
 *
 * @param byPartition the records, each at the index of its offset
 */
record RandomLog(Map<TopicPartition, List<Intake>> byPartition) {

    /** Records a partition. */
    static final int RECORDS = 60;

    static final List<TopicPartition> PARTITIONS = List.of(EngineBench.P0, EngineBench.P1);

    /**
     * What the records of a run are like.
     *
     * @param repeating whether they often say again what was said of the object before
     * @param timed whether they know when their row was changed, and hold all of it, as those of a table do
     */
    record Style(boolean repeating, boolean timed) {}

    /** What a tombstone does: {@code delete.mode}. */
    private enum Tombstone {
        ARCHIVE,
        CLEAR_SOME,
        CLEAR_ALL,
        IGNORE,
        FAIL
    }

    static RandomLog of(Style style, RandomGenerator random) {
        Tombstone tombstone = Tombstone.values()[random.nextInt(Tombstone.values().length)];
        return new RandomLog(Map.of(
                EngineBench.P0, records(EngineBench.P0, style, tombstone, random),
                EngineBench.P1, records(EngineBench.P1, style, tombstone, random)));
    }

    private static List<Intake> records(
            TopicPartition partition, Style style, Tombstone tombstone, RandomGenerator random) {
        List<Intake> records = new ArrayList<>();
        for (int offset = 0; offset < RECORDS; offset++) {
            Origin origin = new EngineBench.At(partition, offset);
            String id = "p" + partition.partition() + "k" + random.nextInt(10);
            if (random.nextInt(8) > 0) {
                Map<String, String> texts = texts(offset, style, random);
                records.add(write(origin, id, Saying.of(Operation.UPSERT, texts, offset), style));
            } else if (tombstone == Tombstone.IGNORE) {
                records.add(new Intake.Ignored(origin));
            } else if (tombstone == Tombstone.FAIL) {
                records.add(new Intake.Unfit(origin, EngineBench.invalid()));
            } else {
                records.add(write(origin, id, removal(tombstone, offset, style), style));
            }
        }
        return records;
    }

    private static Map<String, String> texts(int offset, Style style, RandomGenerator random) {
        String fresh = style.repeating && random.nextInt(3) > 0 ? "old" + random.nextInt(2) : String.valueOf(offset);
        String text = random.nextInt(12) == 0 ? Saying.POISON : fresh;
        return !style.timed && random.nextInt(4) == 0 ? Map.of("a", text) : Map.of("a", text, "b", text);
    }

    private static Saying removal(Tombstone tombstone, int offset, Style style) {
        Map<String, String> nothing = tombstone == Tombstone.CLEAR_SOME && !style.timed
                ? Map.of("a", Saying.NOTHING)
                : Map.of("a", Saying.NOTHING, "b", Saying.NOTHING);
        return Saying.of(tombstone == Tombstone.ARCHIVE ? Operation.ARCHIVE : Operation.CLEAR, nothing, offset);
    }

    private static Intake.Write write(Origin origin, String id, Saying saying, Style style) {
        long micros = style.timed ? origin.offset() : Mark.NO_TIME;
        Mark mark = EngineBench.mark(origin.partition(), id, saying.toString(), micros);
        return new Intake.Write(origin, "contacts", id, saying, mark);
    }

    List<Intake> of(TopicPartition partition) {
        return byPartition.getOrDefault(partition, List.of());
    }

    /** The write that the record at this place asks for, if any. */
    Optional<Intake.Write> write(Origin origin) {
        return of(origin.partition()).get((int) origin.offset()) instanceof Intake.Write write
                ? Optional.of(write)
                : Optional.empty();
    }
}
