// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is HubSpot's own, between a test that plays Connect and a simulated HubSpot. */
class HubSpotSinkIT {

    private final TaskBench bench = new TaskBench();
    private final Simulator crm = new Simulator(SimulatorSettings.defaults());
    private final Map<String, String> config = TaskBench.config(crm.url());

    @BeforeEach
    void leaveTheDayAlone() {
        config.put("quota.daily.reserve.percent", "0");
    }

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @ParameterizedTest
    @CsvSource({
        "contacts, contacts, city, v3",
        "companies, companies, name, v3",
        "0-2, companies, name, 2026-03",
        "deals, deals, dealname, v3",
        "deals, deals, dealname, 2026-03",
        "p123_car, p123_car, model, v3",
        "2-123456, p123_car, model, 2026-03"
    })
    void objects_of_any_type_are_created_changed_and_archived_by_any_unique_property(
            String object, String type, String property, String version) {
        // Given
        crm.createProperty(type, "ref");
        config.put("crm.object", object);
        config.put("id.property", "ref");
        config.put("delete.mode", "archive");
        config.put("hubspot.api.version", version);
        bench.start(config);

        // When
        bench.put(record(0, 0, "r1", Map.of(property, "One")), record(0, 1, "r2", Map.of(property, "Two")))
                .awaitCommittable(P0, 2);
        bench.put(record(0, 2, "r1", Map.of(property, "Uno")), record(0, 3, "r2", null))
                .awaitCommittable(P0, 4);

        // Then
        assertThat(crm.objects(type)).singleElement().satisfies(left -> {
            assertThat(left.at("/properties/ref").asText()).isEqualTo("r1");
            assertThat(left.at("/properties/" + property).asText()).isEqualTo("Uno");
        });
        assertThat(bench.context.reported).isEmpty();
        String base = version.equals("v3") ? "/crm/v3/objects/" : "/crm/objects/2026-03/";
        assertThat(crm.calls("/batch/"))
                .contains(base + object + "/batch/read", base + object + "/batch/archive")
                .allSatisfy(path -> assertThat(path).startsWith(base + object + "/batch/"));
    }

    @Test
    void an_object_may_be_updated_by_the_id_that_hubspot_gave_it() {
        // Given
        config.put("write.mode", "update");
        config.put("id.property", "hs_object_id");
        config.put("delete.mode", "archive");
        crm.upsert("contacts", "email", "ada@x.io");
        crm.upsert("contacts", "email", "ann@x.io");
        String ada = crm.idOf("ada@x.io");
        bench.start(config);

        // When
        bench.put(
                        record(0, 0, ada, Map.of("city", "Paris", "hs_object_id", ada)),
                        record(0, 1, "999999", Map.of("city", "Oslo")),
                        record(0, 2, crm.idOf("ann@x.io"), null))
                .awaitCommittable(P0, 3);

        // Then
        assertThat(crm.contacts()).containsOnlyKeys("ada@x.io");
        assertThat(crm.contacts().get("ada@x.io")).containsEntry("city", "Paris");
        assertThat(bench.context.reported.values()).singleElement().asString().contains("code=OBJECT_NOT_FOUND");
    }

    @Test
    void an_address_that_hubspot_does_not_know_is_never_erased_as_that_would_block_it_for_ever() {
        // Given
        config.put("delete.mode", "gdpr");
        bench.start(config);

        // When
        bench.put(record(0, 0, "unknown@x.io", null)).awaitCommittable(P0, 1);

        // Then
        assertThat(crm.calls("/contacts/")).containsExactly("/crm/v3/objects/contacts/batch/read");
        assertThat(bench.context.reported).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3", "2026-03"})
    void contacts_are_associated_with_companies_which_may_come_after_them(String version) {
        // Given
        crm.createProperty("companies", "company_no");
        String acme = crm.upsert("companies", "company_no", "A1");
        config.put("hubspot.associations", "company=companies.company_no");
        config.put("hubspot.api.version", version);
        bench.start(config);

        // When
        bench.put(
                record(0, 0, "ada@x.io", Map.of("city", "Paris", "company", "A1")),
                record(0, 1, "ann@x.io", Map.of("city", "Oslo", "company", "A2")),
                record(0, 2, "bob@x.io", Map.of("city", "Rome")));
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> {
            bench.put();
            return crm.contacts().containsKey("bob@x.io") && crm.contacts().containsKey("ada@x.io");
        });
        assertThat(crm.contacts()).doesNotContainKey("ann@x.io");
        String later = crm.upsert("companies", "company_no", "A2");
        bench.awaitCommittable(P0, 3);

        // Then
        assertThat(crm.associated("contacts", crm.idOf("ada@x.io"), "companies"))
                .containsExactly(acme);
        assertThat(crm.associated("contacts", crm.idOf("ann@x.io"), "companies"))
                .containsExactly(later);
        assertThat(crm.associated("contacts", crm.idOf("bob@x.io"), "companies"))
                .isEmpty();
        assertThat(crm.contacts().get("ada@x.io")).doesNotContainKey("company");
        assertThat(bench.context.reported).isEmpty();
    }

    @Test
    void another_company_comes_beside_the_one_before() {
        // Given
        crm.createProperty("companies", "company_no");
        String acme = crm.upsert("companies", "company_no", "A1");
        String other = crm.upsert("companies", "company_no", "A2");
        config.put("hubspot.associations", "company=companies.company_no");
        bench.start(config);
        bench.put(record(0, 0, "ada@x.io", Map.of("company", "A1"))).awaitCommittable(P0, 1);

        // When
        bench.put(record(0, 1, "ada@x.io", Map.of("company", "A2"))).awaitCommittable(P0, 2);

        // Then
        assertThat(crm.associated("contacts", crm.idOf("ada@x.io"), "companies"))
                .containsExactly(acme, other);
    }

    @Test
    void a_contact_whose_company_does_not_come_is_rejected_unwritten() {
        // Given
        crm.createProperty("companies", "company_no");
        config.put("hubspot.associations", "company=companies.company_no");
        config.put("hubspot.associations.wait.ms", "200");
        bench.start(config);

        // When
        bench.put(record(0, 0, "ada@x.io", Map.of("company", "secret"))).awaitCommittable(P0, 1);

        // Then
        assertThat(crm.contacts()).isEmpty();
        assertThat(bench.context.reported.values())
                .singleElement()
                .asString()
                .contains("category=VALIDATION code=ASSOCIATED_OBJECT_MISSING fields=company")
                .doesNotContain("secret");
    }

    @Test
    void values_are_brought_into_the_form_of_their_property_and_what_hubspot_would_refuse_is_not_sent() {
        // Given
        crm.createProperty("contacts", "born", "date");
        crm.createProperty("contacts", "vip", "bool");
        bench.start(config);

        // When
        bench.put(
                        record(0, 0, "ada@x.io", Map.of("born", "2000-02-29T15:30:00Z", "vip", 1)),
                        record(0, 1, "ann@x.io", Map.of("lifecyclestage", "secret")),
                        record(0, 2, "bob@x.io", Map.of("firstname", "x".repeat(65_537))))
                .awaitCommittable(P0, 3);

        // Then
        assertThat(crm.contacts()).containsOnlyKeys("ada@x.io");
        assertThat(crm.contacts().get("ada@x.io"))
                .containsEntry("born", "2000-02-29")
                .containsEntry("vip", "true");
        List<String> reasons = bench.context.reported.values().stream()
                .map(String::valueOf)
                .sorted()
                .toList();
        assertThat(reasons).hasSize(2).noneSatisfy(reason -> assertThat(reason).contains("secret"));
        assertThat(reasons.get(0)).contains("category=RECORD code=INVALID_OPTION fields=lifecyclestage");
        assertThat(reasons.get(1)).contains("category=RECORD code=PROPERTY_VALUE_TOO_LONG fields=firstname");
        JsonNode refused = crm.stats().path("rejectedInputsByCode");
        assertThat(refused).isEmpty();
    }
}
