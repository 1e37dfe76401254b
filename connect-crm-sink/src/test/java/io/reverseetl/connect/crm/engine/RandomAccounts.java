// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.RandomLog.PARTITIONS;
import static io.reverseetl.connect.crm.engine.RandomRun.verify;

import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Reason.Category;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What became of each record of a random run, and whether that is right. */
final class RandomAccounts implements Outcomes {

    private final RandomLog log;
    private final RandomCrm crm;
    private final Tally tally;
    private final Map<String, String> outcomes = new HashMap<>();
    private final List<Slot> unreported = new ArrayList<>();
    /** The offset of each object's newest version that has ever been consumed. */
    private final Map<String, Long> newest = new HashMap<>();

    RandomAccounts(RandomLog log, RandomCrm crm, Tally tally) {
        this.log = log;
        this.crm = crm;
        this.tally = tally;
    }

    void consumed(Origin origin) {
        log.write(origin).ifPresent(write -> newest.merge(write.externalId(), origin.offset(), Math::max));
    }

    /** The partition is read from there again: what became of those records does not count. */
    void goBack(TopicPartition partition, int offset) {
        unreported.removeIf(slot -> slot.origin().partition().equals(partition));
        log.of(partition).stream()
                .skip(offset)
                .map(record -> record.origin().coordinates())
                .forEach(outcomes::remove);
    }

    void reportAll(Engine engine) {
        unreported.forEach(engine::reported);
        unreported.clear();
    }

    // --- what must hold ----------------------------------------------------------------------------------------

    void check(Map<TopicPartition, Long> safe) {
        safe.forEach((partition, offset) -> log.of(partition).stream()
                .limit(offset)
                .map(record -> record.origin().coordinates())
                .forEach(record -> verify(outcomes.containsKey(record), record + " is committed without an outcome")));
        unreported.forEach(slot -> verify(
                safe.getOrDefault(slot.origin().partition(), Long.MAX_VALUE)
                        <= slot.origin().offset(),
                "a rejected record is committed unreported"));
    }

    /** Every record has its outcome, and the CRM holds the last thing said about each field, unless it was rejected. */
    void checkEnd() {
        for (TopicPartition partition : PARTITIONS) {
            Map<String, Intake.Write> last = new HashMap<>();
            for (Intake record : log.of(partition)) {
                String at = record.origin().coordinates();
                verify(outcomes.containsKey(at), at + " has no outcome");
                log.write(record.origin())
                        .ifPresent(write ->
                                fields(write).forEach(field -> last.put(write.externalId() + field, write)));
            }
            last.forEach((field, write) -> {
                if (!"rejected".equals(outcomes.get(write.origin().coordinates()))) {
                    checkHeld(field.substring(write.externalId().length()), write);
                }
            });
        }
    }

    private static List<String> fields(Intake.Write write) {
        return List.copyOf(((Saying) write.payload()).byField().keySet());
    }

    private void checkHeld(String field, Intake.Write write) {
        String held = crm.text(write.externalId(), field);
        String said = ((Saying) write.payload()).byField().get(field).text();
        verify(
                held.equals(said),
                write.externalId() + "." + field + " is '" + held + "' and should be '" + said + "', as "
                        + write.origin().coordinates() + " says");
    }

    // --- what the engine tells ---------------------------------------------------------------------------------

    private void record(Origin origin, String outcome) {
        tally.count(outcome);
        String before = outcomes.put(origin.coordinates(), outcome);
        verify(before == null, origin.coordinates() + " was " + before + " and is now " + outcome);
    }

    @Override
    public void written(Slot slot, Written result) {
        record(slot.origin(), "written");
    }

    @Override
    public void unchanged(Slot slot) {
        Origin origin = slot.origin();
        record(origin, "unchanged");
        Intake.Write write = log.write(origin).orElseThrow();
        // If it is delivered again, a newer version that the CRM may hold by now will be, too.
        if (origin.offset() == newest.get(write.externalId())) {
            fields(write).forEach(field -> checkHeld(field, write));
        }
    }

    @Override
    public void superseded(Slot slot) {
        record(slot.origin(), "superseded");
    }

    @Override
    public void ignored(Slot slot) {
        record(slot.origin(), "ignored");
    }

    @Override
    public void rejected(Slot slot, Reason reason) {
        unreported.add(slot);
        record(slot.origin(), "rejected");
        boolean guilty = log.write(slot.origin())
                .map(write -> ((Saying) write.payload()).isPoison())
                .orElse(true);
        verify(
                guilty || reason.category() != Category.VALIDATION,
                slot.origin().coordinates() + " is rejected for another");
    }

    @Override
    public void sent(int records) {}

    @Override
    public void answered(long millis) {}

    @Override
    public void held(long millis, Reason reason) {}

    @Override
    public void breaker(Breaker.State state) {
        tally.count("breaker " + state);
    }
}
