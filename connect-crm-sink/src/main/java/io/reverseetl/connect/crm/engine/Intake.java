// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Reason;
import java.util.function.Consumer;

/** What a record asks the engine to do. */
public sealed interface Intake {

    Origin origin();

    void match(Consumer<Write> write, Consumer<Unfit> unfit, Consumer<Ignored> ignored);

    /**
     * To write an object.
     *
     * @param externalId empty if the record does not say it, as one without a value whose id would be in the value
     * @param identity what the external id has in common with others that may be one with it to the CRM
     */
    record Write(Origin origin, String object, String externalId, String identity, Payload payload, Mark mark)
            implements Intake {

        /** An object whose external id is one in this spelling only. */
        Write(Origin origin, String object, String externalId, Payload payload, Mark mark) {
            this(origin, object, externalId, externalId, payload, mark);
        }

        @Override
        public void match(Consumer<Write> write, Consumer<Unfit> unfit, Consumer<Ignored> ignored) {
            write.accept(this);
        }

        /** Without id and payload, which are personal data. */
        @Override
        public String toString() {
            return "Write[" + origin.coordinates() + "]";
        }
    }

    /** To be rejected: it cannot be made into a write. */
    record Unfit(Origin origin, Reason reason) implements Intake {
        @Override
        public void match(Consumer<Write> write, Consumer<Unfit> unfit, Consumer<Ignored> ignored) {
            unfit.accept(this);
        }
    }

    /** Nothing: the config says to pass over records such as this one. */
    record Ignored(Origin origin) implements Intake {
        @Override
        public void match(Consumer<Write> write, Consumer<Unfit> unfit, Consumer<Ignored> ignored) {
            ignored.accept(this);
        }
    }
}
