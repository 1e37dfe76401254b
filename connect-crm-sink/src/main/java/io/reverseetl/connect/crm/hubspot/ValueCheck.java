// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Settled;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Brings values into the form that their properties take, and rejects those that HubSpot is sure to refuse: nothing is
 * sent of such a record, and it spoils no batch.
 */
record ValueCheck(PropertyDefinitions definitions) {

    CompletionStage<CrmAnswer> send(CrmBatch batch, Function<CrmBatch, CompletionStage<CrmAnswer>> send) {
        return definitions.known().thenCompose(known -> {
            Checked checked = new Checked(batch, known);
            return checked.rejected.isEmpty()
                    ? send.apply(checked.batch())
                    : definitions.renewed().thenCompose(newest -> sendFitting(new Checked(batch, newest), send));
        });
    }

    private static CompletionStage<CrmAnswer> sendFitting(
            Checked checked, Function<CrmBatch, CompletionStage<CrmAnswer>> send) {
        return Settled.sendOthers(checked.batch(), checked.rejected, send);
    }

    /** A batch after the check. */
    private static final class Checked {

        private final String object;
        private final Map<String, PropertyDefinition> definitions;
        private final List<CrmWrite> writes = new ArrayList<>();
        private final Map<String, WriteResult> rejected = new HashMap<>();

        private Checked(CrmBatch batch, Map<String, PropertyDefinition> definitions) {
            this.object = batch.object();
            this.definitions = definitions;
            batch.writes().forEach(write -> writes.add(fit(write)));
        }

        private CrmBatch batch() {
            return new CrmBatch(object, writes);
        }

        private CrmWrite fit(CrmWrite write) {
            HubSpotPayload payload = (HubSpotPayload) write.payload();
            Map<String, String> changed = new LinkedHashMap<>();
            Map<String, PropertyDefinition> misfits = new LinkedHashMap<>();
            payload.properties().forEach((name, text) -> {
                PropertyDefinition definition = definitions.get(name);
                if (definition == null) {
                    return;
                }
                Optional<String> fitting = definition.fit(text);
                if (fitting.isEmpty()) {
                    misfits.put(name, definition);
                } else if (!fitting.get().equals(text)) {
                    changed.put(name, fitting.get());
                }
            });
            if (!misfits.isEmpty()) {
                rejected.put(write.externalId(), new WriteResult.Rejected(reason(misfits)));
            }
            return changed.isEmpty()
                    ? write
                    : new CrmWrite(
                            write.externalId(),
                            write.crmId(),
                            write.traceId(),
                            write.operation(),
                            payload.with(changed));
        }

        private static Reason reason(Map<String, PropertyDefinition> misfits) {
            String code = misfits.values().iterator().next().misfit();
            return Reason.record(
                    code,
                    List.copyOf(misfits.keySet()),
                    "HubSpot's definition of the property does not allow the value, so it was not sent");
        }
    }
}
