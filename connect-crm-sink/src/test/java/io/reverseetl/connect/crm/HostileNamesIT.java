// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.testing.crm.SimulatorSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names of fields that would break out of JSON, or fill a template in. */
class HostileNamesIT {

    private static final List<String> NAMES = List.of(
            "O'\"x\": {records}",
            "\"}],\"data\":[{\"Last_Name\":\"Mallory",
            "a.b/c~1 ${x} $1 %s",
            "line\r\nX-Injected: 1",
            "\0",
            "\u202E\u0645\u0631\u062D\u0628\u0627",
            "\uD83D\uDE00",
            "__proto__",
            "x".repeat(10_000));

    @Test
    void fields_arrive_under_their_names() {
        // Given
        Map<String, String> fields = new HashMap<>();
        NAMES.forEach(name -> fields.put(name, "of " + name));
        fields.put("Last_Name", "Lovelace");
        try (Simulator crm = new Simulator(SimulatorSettings.defaults());
                TaskBench bench = new TaskBench()) {
            bench.start(SimulatedCrm.ZOHO.config(crm.url()));

            // When
            bench.put(TaskBench.record(0, 0, "1", fields)).awaitCommittable(P0, 1);

            // Then
            assertThat(bench.context.reported).isEmpty();
            assertThat(crm.objects("Contacts", "Customer_Id"))
                    .containsOnlyKeys("1")
                    .allSatisfy((id, contact) -> assertThat(contact).containsAllEntriesOf(fields));
        }
    }
}
