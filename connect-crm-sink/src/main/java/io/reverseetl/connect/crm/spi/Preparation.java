// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.util.function.Function;

/** What became of a record's fields: a payload, or the reason why the CRM could never take them. */
public sealed interface Preparation {

    <R> R fold(Function<Ready, R> ready, Function<Unfit, R> unfit);

    record Ready(Payload payload) implements Preparation {
        @Override
        public <R> R fold(Function<Ready, R> ready, Function<Unfit, R> unfit) {
            return ready.apply(this);
        }
    }

    record Unfit(Reason reason) implements Preparation {
        @Override
        public <R> R fold(Function<Ready, R> ready, Function<Unfit, R> unfit) {
            return unfit.apply(this);
        }
    }
}
