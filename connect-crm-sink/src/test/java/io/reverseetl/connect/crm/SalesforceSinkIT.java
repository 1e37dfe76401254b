// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole sink between a test that plays Connect and a simulated Salesforce. */
class SalesforceSinkIT {

    private static final String TOKEN = "00D-session";

    private final TaskBench bench = new TaskBench();
    private Simulator crm = new Simulator(SimulatorSettings.defaults().withToken(TOKEN));

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @Test
    void records_become_contacts_where_the_token_says_that_the_org_is() {
        // Given: no crm.url.
        bench.start(config());

        // When
        bench.put(people(0, 1_000)).awaitCommittable(P0, 1_000);

        // Then
        assertThat(contacts()).hasSize(1_000);
        assertThat(contacts().get("C7"))
                .containsEntry("LastName", "Person 7")
                .containsEntry("HasOptedOutOfEmail", "true")
                .containsEntry("Total_Spent__c", "12.3");
        assertThat(calls("PATCH")).isLessThan(12);
    }

    @Test
    void a_session_that_has_expired_is_replaced() {
        // Given
        bench.start(config());
        bench.put(people(0, 1)).awaitCommittable(P0, 1);
        crm.faults("[{\"kind\":\"status\",\"status\":401}]");

        // When
        bench.put(people(1, 2)).awaitCommittable(P0, 2);

        // Then
        assertThat(contacts()).containsOnlyKeys("C0", "C1");
    }

    @Test
    void records_that_salesforce_refuses_are_reported_with_its_reason_and_the_others_go_through() {
        // Given
        bench.start(config());
        SinkRecord noEmail = record(0, 100, "X1", Map.of("LastName", "Mallory", "Email", "not an address"));
        SinkRecord nameless = record(0, 101, "X2", Map.of("FirstName", "Mallory"));
        SinkRecord unparseable = record(0, 102, "X3", Map.of("LastName", "Mallory", "HasOptedOutOfEmail", "perhaps"));
        SinkRecord orphan = record(0, 103, "X4", Map.of("LastName", "Mallory", "Account.Account_Number__c", "nobody"));

        // When
        bench.put(people(0, 100)).put(noEmail, nameless, unparseable, orphan).awaitCommittable(P0, 104);

        // Then
        assertThat(contacts()).hasSize(100);
        assertThat(bench.context.reported).containsOnlyKeys(noEmail, nameless, unparseable, orphan);
        assertThat(bench.context.reported.get(noEmail)).contains("code=INVALID_EMAIL_ADDRESS fields=Email");
        assertThat(bench.context.reported.get(nameless)).contains("code=REQUIRED_FIELD_MISSING");
        assertThat(bench.context.reported.get(unparseable)).contains("code=JSON_PARSER_ERROR", "status=400");
        assertThat(bench.context.reported.get(orphan)).contains("code=INVALID_FIELD", "does not exist");
        assertThat(bench.context.reported.values()).noneMatch(reason -> reason.contains("nobody"));
    }

    @Test
    void a_reference_by_external_id_is_set_and_emptied() {
        // Given
        Map<String, String> config = config();
        config.putAll(Map.of("crm.object", "Account", "id.property", "Account_Number__c"));
        try (TaskBench accounts = new TaskBench().start(config)) {
            accounts.put(record(0, 0, "A9", Map.of("Name", "Acme"))).awaitCommittable(P0, 1);
        }
        bench.start(config());

        // When
        bench.put(record(0, 0, "C1", Map.of("LastName", "Ada", "Account.Account_Number__c", "A9")))
                .awaitCommittable(P0, 1);
        String account = contacts().get("C1").get("AccountId");
        Map<String, Object> without = new HashMap<>();
        without.put("Account.Account_Number__c", null);
        bench.put(record(0, 1, "C1", without)).awaitCommittable(P0, 2);

        // Then
        assertThat(account).startsWith("001").hasSize(18);
        assertThat(contacts().get("C1")).containsEntry("LastName", "Ada").doesNotContainKey("AccountId");
    }

    @Test
    void tombstones_delete_what_exists_and_updates_create_nothing() {
        // Given
        Map<String, String> config = config();
        config.put("delete.mode", "delete");
        bench.start(config);
        bench.put(people(0, 10)).awaitCommittable(P0, 10);
        config.put("write.mode", "update");
        TaskBench updates = new TaskBench().start(config);
        SinkRecord unknown = record(0, 11, "nobody", Map.of("LastName", "Nobody"));

        // When
        updates.put(
                        record(0, 10, "C1", Map.of("LastName", "O'Changed")),
                        unknown,
                        record(0, 12, "C2", null),
                        record(0, 13, "nobody's", null))
                .awaitCommittable(P0, 14);

        // Then
        updates.close();
        assertThat(contacts()).hasSize(9).doesNotContainKey("C2");
        assertThat(contacts().get("C1")).containsEntry("LastName", "O'Changed");
        assertThat(updates.context.reported).containsOnlyKeys(unknown);
    }

    @Test
    void a_day_without_calls_left_is_waited_for_and_loses_nothing() {
        // Given: one call for the live check, one for the limits of fields, one for a batch.
        crm.close();
        crm = new Simulator(SimulatorSettings.defaults().withToken(TOKEN).withLimits(0, 3));
        Map<String, String> config = config();
        config.put("quota.daily.reserve.percent", "0");
        bench.start(config);
        bench.put(people(0, 1)).awaitCommittable(P0, 1);

        // When
        bench.put(people(1, 2));

        // Then: held, and neither rejected nor failed.
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(10)).until(() -> {
            bench.put();
            return contacts().size() == 1;
        });
        assertThat(bench.committable(P0)).isEqualTo(1);
        assertThat(bench.context.reported).isEmpty();
    }

    @Test
    void faults_of_every_kind_lose_nothing_and_take_nobody_back_in_time() {
        // Given: a tenth of the calls fail, and a tenth of the records are locked.
        crm.close();
        crm = new Simulator(
                SimulatorSettings.defaults().withToken(TOKEN).withFaultRate(0.1).withSeed(7));
        Map<String, String> config = config();
        config.put("validate.live", "false");
        config.put("batch.max.records", "20");
        bench.start(config);

        // When
        int people = 100;
        long versions = 10;
        for (int version = 0; version < versions; version++) {
            for (int person = 0; person < people; person++) {
                bench.put(record(
                        0,
                        (long) version * people + person,
                        "C" + person,
                        Map.of("LastName", "Person", "MailingPostalCode", String.valueOf(1_000 + version))));
            }
        }
        bench.awaitCommittable(P0, people * versions);

        // Then
        assertThat(contacts()).hasSize(people);
        assertThat(contacts().values())
                .allSatisfy(contact -> assertThat(contact).containsEntry("MailingPostalCode", "1009"));
        assertThat(crm.stats()
                        .path("rejectedInputsByCode")
                        .path("UNABLE_TO_LOCK_ROW")
                        .asInt())
                .isPositive();
        assertThat(bench.context.reported).isEmpty();
    }

    @Test
    void inserts_create_each_contact_once_though_answers_are_lost_and_leave_those_that_exist_alone() {
        // Given
        Map<String, String> config = config();
        config.putAll(Map.of("validate.live", "false", "batch.max.records", "20", "max.in.flight.requests", "1"));
        bench.start(config);
        bench.put(people(0, 10)).awaitCommittable(P0, 10);
        config.put("write.mode", "insert");
        TaskBench inserts = new TaskBench().start(config);
        // What a lookup skips, the call that creates meets.
        String lost = "{'kind':'delay','millis':1},{'kind':'reset-after','times':2},".replace('\'', '"');
        crm.faults("[" + lost.repeat(5) + "{\"kind\":\"garbage\"},{\"kind\":\"status\",\"status\":429}]");

        // When
        List<SinkRecord> known = IntStream.range(0, 10)
                .mapToObj(i -> record(0, i, "C" + i, Map.of("LastName", "Changed")))
                .toList();
        inserts.put(known).put(people(10, 200)).awaitCommittable(P0, 200);

        // Then
        inserts.close();
        assertThat(contacts()).hasSize(200);
        assertThat(contacts().get("C5")).containsEntry("LastName", "Person 5");
        assertThat(crm.stats().path("versions").asInt()).isEqualTo(200);
        assertThat(inserts.context.reported).containsOnlyKeys(known);
        assertThat(inserts.context.reported.values()).allMatch(reason -> reason.contains("code=DUPLICATE_VALUE"));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(Map.of("crm.object", "Kontakt"), "crm.object", "no object type 'Kontakt'"),
                Arguments.of(Map.of("id.property", "Customer_No__c"), "id.property", "no field 'Customer_No__c'"),
                Arguments.of(Map.of("id.property", "Phone"), "id.property", "External ID"),
                Arguments.of(Map.of("id.property", "Email"), "id.property", "Unique"),
                Arguments.of(Map.of("id.property", "Id"), "id.property", "gives out Id itself"),
                Arguments.of(Map.of("auth.type", "bearer", "auth.token", "x"), "crm.url", "My Domain"),
                Arguments.of(Map.of("delete.mode", "archive"), "delete.mode", "delete"),
                Arguments.of(Map.of("salesforce.api.version", "62"), "salesforce.api.version", "v62.0"),
                Arguments.of(
                        mapping("LastName = a; Nickname = b; Phone"), "transforms.map.mapping", "no field 'Nickname'"),
                Arguments.of(mapping("CreatedDate = a"), "transforms.map.mapping", "write 'CreatedDate'"),
                Arguments.of(
                        mapping("\"Account.Account_Number__c\" = a; \"Company.Name\" = b"),
                        "transforms.map.mapping",
                        "no field 'Company.Name'"),
                Arguments.of(
                        mapping("LastName = a; Account.Account_Number__c = b"),
                        "transforms.map.mapping",
                        "'Account' leads to another record"));
    }

    private static Map<String, String> mapping(String mapping) {
        return Map.of(
                "transforms", "map",
                "transforms.map.type", "io.reverseetl.connect.transforms.MapFields$Value",
                "transforms.map.mapping", mapping);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void a_wrong_config_is_refused_on_its_key(Map<String, String> changes, String key, String words) {
        // Given
        Map<String, String> config = config();
        config.putAll(changes);

        // When
        Map<String, List<String>> problems = problems(config);

        // Then
        assertThat(problems).containsOnlyKeys(key);
        assertThat(problems.get(key)).singleElement().asString().contains(words);
    }

    @Test
    void a_token_that_is_refused_is_blamed() {
        // Given
        Map<String, String> config = config();
        config.putAll(Map.of("crm.url", crm.url(), "auth.type", "bearer", "auth.token", "expired"));

        // When, then
        assertThat(problems(config).get("auth.token"))
                .singleElement()
                .asString()
                .contains("client-credentials");
    }

    /** As Connect asks for it. A key of a transform is Connect's, so a problem of it is told on ours. */
    private static Map<String, List<String>> problems(Map<String, String> config) {
        return new CrmSinkConnector()
                .validate(config).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    private Map<String, String> config() {
        Map<String, String> config = TaskBench.config("");
        config.remove("crm.url");
        config.putAll(Map.of(
                "crm.type", "salesforce",
                "crm.object", "Contact",
                "id.property", "Customer_Id__c",
                "auth.type", "client-credentials",
                "auth.token.url", crm.url() + "/services/oauth2/token",
                "auth.client.id", "app",
                "auth.client.secret", "secret"));
        return config;
    }

    private static List<SinkRecord> people(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> record(
                        0,
                        i,
                        "C" + i,
                        Map.of(
                                "LastName",
                                "Person " + i,
                                "HasOptedOutOfEmail",
                                true,
                                "Total_Spent__c",
                                new BigDecimal("12.30"))))
                .toList();
    }

    private Map<String, Map<String, String>> contacts() {
        return crm.objects("Contact", "Customer_Id__c");
    }

    private long calls(String method) {
        long calls = 0;
        for (Map.Entry<String, JsonNode> endpoint :
                crm.stats().path("callsByEndpointAndStatus").properties()) {
            if (endpoint.getKey().startsWith(method)) {
                for (JsonNode count : endpoint.getValue()) {
                    calls += count.asLong();
                }
            }
        }
        return calls;
    }
}
