// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.store;

import java.util.List;
import java.util.function.Function;

/** What became of a batch of writes: all of them, or none. */
public sealed interface UpsertOutcome {

    <T> T fold(Function<Applied, T> applied, Function<Conflict, T> conflict);

    /** All writes were applied; the results are in the order of the writes. */
    record Applied(List<Result> results) implements UpsertOutcome {

        @Override
        public <T> T fold(Function<Applied, T> applied, Function<Conflict, T> conflict) {
            return applied.apply(this);
        }
    }

    /** Nothing was applied, as a unique property's value belongs to another object. */
    record Conflict(String property, String value, String existingId) implements UpsertOutcome {

        @Override
        public <T> T fold(Function<Applied, T> applied, Function<Conflict, T> conflict) {
            return conflict.apply(this);
        }
    }

    /** One write that was applied. */
    record Result(Version version, boolean created) {}
}
