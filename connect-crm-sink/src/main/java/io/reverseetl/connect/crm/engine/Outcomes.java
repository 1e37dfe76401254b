// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult.Written;

/**
 * Is told the outcome of every record, once, and what goes on between the engine and the CRM. Called on the loop's
 * thread; must not wait.
 */
public interface Outcomes {

    void written(Slot slot, Written result);

    /** The CRM holds what the record says already. */
    void unchanged(Slot slot);

    /** A newer version of the same object has taken the record's place. */
    void superseded(Slot slot);

    /** The record needs no write. */
    void ignored(Slot slot);

    /** To be reported; {@link EventLoop#reported} must be called once that is done, and the offset is held until then. */
    void rejected(Slot slot, Reason reason);

    void sent(int records);

    /** A request has been answered, or has failed, so long after it was sent. */
    void answered(long millis);

    /** The whole CRM is left alone for a while. */
    void held(long millis, Reason reason);

    /** The CRM is taken to be down, is being tried, or is back. */
    void breaker(Breaker.State state);
}
