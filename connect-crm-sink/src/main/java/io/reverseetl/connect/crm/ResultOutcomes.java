// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.engine.Origin;
import io.reverseetl.connect.crm.engine.Outcomes;
import io.reverseetl.connect.crm.engine.Slot;
import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.record.ConsumedRecord;
import io.reverseetl.connect.crm.results.Result;
import io.reverseetl.connect.crm.results.ResultsTopic;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.time.Clock;
import java.util.Optional;

/** Tells each outcome to the results topic, and passes it on. */
final class ResultOutcomes implements Outcomes {

    private final Outcomes next;
    private final ResultsTopic results;
    private final Clock clock;

    ResultOutcomes(Outcomes next, ResultsTopic results, Clock clock) {
        this.next = next;
        this.results = results;
        this.clock = clock;
    }

    @Override
    public void written(Origin origin, Written result) {
        tell(origin, "written", result.crmId(), Optional.of(result.created()), "");
        next.written(origin, result);
    }

    @Override
    public void unchanged(Origin origin) {
        tell(origin, "unchanged");
        next.unchanged(origin);
    }

    @Override
    public void superseded(Origin origin) {
        tell(origin, "superseded");
        next.superseded(origin);
    }

    @Override
    public void ignored(Origin origin) {
        tell(origin, "ignored");
        next.ignored(origin);
    }

    @Override
    public void rejected(Slot slot, Reason reason) {
        tell(slot.origin(), "rejected", "", Optional.empty(), reason.toString());
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

    private void tell(Origin origin, String outcome) {
        tell(origin, outcome, "", Optional.empty(), "");
    }

    private void tell(Origin origin, String outcome, String crmId, Optional<Boolean> created, String reason) {
        // The engine hands back the origin that came with the record.
        ConsumedRecord consumed = (ConsumedRecord) origin;
        results.add(new Result(
                origin.partition(),
                origin.offset(),
                consumed.plainKey(),
                outcome,
                crmId,
                created,
                reason,
                consumed.timestamp(),
                clock.instant()));
    }
}
