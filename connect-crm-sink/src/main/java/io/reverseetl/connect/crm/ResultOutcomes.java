// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.engine.Outcomes;
import io.reverseetl.connect.crm.engine.Slot;
import io.reverseetl.connect.crm.engine.Ticker;
import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.record.ConsumedRecord;
import io.reverseetl.connect.crm.results.Result;
import io.reverseetl.connect.crm.results.ResultsTopic;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Tells each outcome to the results topic, and passes it on. */
final class ResultOutcomes implements Outcomes {

    private final Outcomes next;
    private final ResultsTopic results;
    private final Ticker ticker;
    private final Clock clock;

    /**
     * Tells and passes on.
     *
     * @param ticker the engine's
     */
    ResultOutcomes(Outcomes next, ResultsTopic results, Ticker ticker, Clock clock) {
        this.next = next;
        this.results = results;
        this.ticker = ticker;
        this.clock = clock;
    }

    @Override
    public void written(Slot slot, Written result) {
        tell(slot, "written", result.crmId(), Optional.of(result.created()), "");
        next.written(slot, result);
    }

    @Override
    public void unchanged(Slot slot) {
        tell(slot, "unchanged");
        next.unchanged(slot);
    }

    @Override
    public void superseded(Slot slot) {
        tell(slot, "superseded");
        next.superseded(slot);
    }

    @Override
    public void ignored(Slot slot) {
        tell(slot, "ignored");
        next.ignored(slot);
    }

    @Override
    public void rejected(Slot slot, Reason reason) {
        tell(slot, "rejected", "", Optional.empty(), reason.toString());
        next.rejected(slot, reason);
    }

    @Override
    public void sent(int records) {
        next.sent(records);
    }

    @Override
    public void held(long millis, Reason reason) {
        next.held(millis, reason);
    }

    @Override
    public void answered(long millis) {
        next.answered(millis);
    }

    @Override
    public void breaker(Breaker.State state) {
        next.breaker(state);
    }

    private void tell(Slot slot, String outcome) {
        tell(slot, outcome, "", Optional.empty(), "");
    }

    private void tell(Slot slot, String outcome, String crmId, Optional<Boolean> created, String reason) {
        // The engine hands back the origin that came with the record.
        ConsumedRecord consumed = (ConsumedRecord) slot.origin();
        results.add(new Result(
                consumed.partition(),
                consumed.offset(),
                consumed.plainKey(),
                outcome,
                crmId,
                created,
                reason,
                slot.attempts(),
                Duration.ofMillis(ticker.millis() - slot.openedAt()),
                consumed.timestamp(),
                clock.instant()));
    }
}
