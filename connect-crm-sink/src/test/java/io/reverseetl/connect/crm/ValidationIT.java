// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.reverseetl.testing.crm.SimulatorSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each wrong config is refused on the key that is wrong, in words that say what to do, and never shows the token. */
class ValidationIT {

    private static final String TOKEN = "pat-na1-right";

    private final CrmSinkConnector connector = new CrmSinkConnector();
    private final Simulator crm = new Simulator(SimulatorSettings.defaults().withToken(TOKEN));
    private Map<String, String> config;

    @BeforeEach
    void rightConfig() {
        config = TaskBench.config(crm.url());
        config.put("auth.type", "bearer");
        config.put("auth.token", TOKEN);
    }

    @AfterEach
    void close() {
        crm.close();
    }

    @Test
    void a_right_config_has_no_problems() {
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rekey", "archive"})
    void to_follow_ids_that_change_takes_a_memory(String change) {
        // Given
        config.put("id.from", "value.email");
        config.put("id.change", change);

        // When, then
        assertThat(problems()).containsOnlyKeys("id.change");
        assertThat(problems().get("id.change")).asString().contains("name a topic for it in state.topic");
        config.put("id.change", "orphan");
        assertThat(problems()).isEmpty();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("batch.linger", "5", "batch.linger", "Did you mean 'batch.linger.ms'?"),
                Arguments.of("batch.linger.ms", "soon", "batch.linger.ms", "Not a number"),
                Arguments.of("crm.type", "pipedream", "crm.type", "Set crm.type to one of: hubspot, rest, salesforce."),
                Arguments.of("crm.url", "api.hubapi.com", "crm.url", "https://host"),
                Arguments.of("crm.url", "https://user:pass@host", "crm.url", "without user"),
                Arguments.of("crm.url", "https://user:pass@my_host", "crm.url", "without user"),
                Arguments.of("crm.url", "https:host", "crm.url", "https://host"),
                Arguments.of("crm.url", "https://host:99999", "crm.url", "port that can exist"),
                Arguments.of("crm.url", "https://" + "h".repeat(64) + ".org", "crm.url", "host name"),
                Arguments.of("crm.object", "contacts/../deals", "crm.object", "is not a name"),
                Arguments.of("crm.object", "..", "crm.object", "is not a name"),
                Arguments.of("crm.object", "", "crm.object", "crm.object"),
                Arguments.of("crm.object", "\0", "crm.object", "crm.object"),
                Arguments.of("crm.object", "people", "crm.object", "contacts, companies or deals"),
                Arguments.of("id.property", "customer_id", "id.property", "Create it in HubSpot"),
                Arguments.of("id.property", "firstname", "id.property", "need not be unique"),
                Arguments.of("id.property", "hs_object_id", "id.property", "gives out hs_object_id itself"),
                Arguments.of("id.from", "header.id", "id.from", "value.<field>"),
                Arguments.of("id.change", "forget", "id.change", "rekey"),
                Arguments.of("null.policy", "ignore", "null.policy", "Set null.policy=clear"),
                Arguments.of("null.policy", "keep", "null.policy", "clear"),
                Arguments.of("auth.token", "wrong-token", "auth.token", "access token of a private app"),
                Arguments.of("auth.token", "", "auth.token", "needs a token"),
                Arguments.of("auth.token", TOKEN + " x", "auth.token", "copy it again"),
                Arguments.of("auth.type", "none", "auth.token", "access token of a private app"),
                Arguments.of("batch.max.records", "101", "batch.max.records", "between 1 and 100"),
                Arguments.of("retry.backoff.max.ms", "1", "retry.backoff.max.ms", "lower retry.backoff.ms"),
                Arguments.of("write.mode", "insert", "write.mode", "Set write.mode to upsert or update"),
                Arguments.of("delete.mode", "delete", "delete.mode", "archive"),
                Arguments.of("delete.mode", "clear", "delete.clear.properties", "name them"),
                Arguments.of("null.policy.fields", "phone", "null.policy.fields", "phone:ignore"),
                Arguments.of("quota.window.calls", "0", "quota.window.calls", "from 1"),
                Arguments.of("ssl.truststore.location", "/nowhere.jks", "ssl.truststore.location", "on every worker"),
                Arguments.of("objects.deals.topic", "x", "objects.deals.topic", "Unknown config key"),
                Arguments.of("objects", "deals", "crm.object", "one of the two"),
                Arguments.of("skip.unchanged", "true", "skip.unchanged", "state.topic"),
                Arguments.of("state.topic", "state", "kafka.bootstrap.servers", "Connect gives a sink none"),
                Arguments.of("replay.dead.letters", "true", "replay.dead.letters", "set state.topic"),
                Arguments.of("results.topic", "results", "kafka.bootstrap.servers", "Connect gives a sink none"),
                Arguments.of("kafka.bootstrap.server", "localhost:9092", "kafka.bootstrap.server", "No Kafka client"),
                Arguments.of("hubspot.api.version", "latest", "hubspot.api.version", "2026-03"),
                Arguments.of("hubspot.associations", "company", "hubspot.associations", "is not field=type.property"),
                Arguments.of("hubspot.associations", "c=companies.domain", "hubspot.associations", "one domain"),
                Arguments.of("hubspot.associations", "c=firms.ref", "hubspot.associations", "object type 'firms'"),
                Arguments.of("hubspot.associations", "c=companies.ref", "hubspot.associations", "no property 'ref'"),
                Arguments.of("hubspot.associations", "c=companies.name", "hubspot.associations", "need not be unique"),
                Arguments.of("hubspot.associations.wait.ms", "-1", "hubspot.associations.wait.ms", "at least 0"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void a_wrong_config_is_refused_on_its_key(String key, String value, String blamed, String advice) {
        // Given
        config.put(key, value);

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems).containsOnlyKeys(blamed);
        assertThat(problems.get(blamed)).first().asString().contains(advice);
        assertThat(problems.toString()).doesNotContain(TOKEN).doesNotContain("wrong-token");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void a_task_refuses_it_in_the_same_words(String key, String value, String blamed, String advice) {
        // Given
        config.put(key, value);
        CrmSinkTask task = new CrmSinkTask();
        task.initialize(new FakeTaskContext());

        // When
        Throwable refusal = catchThrowable(() -> task.start(config));

        // Then: each question that the CRM answers has an id of its own.
        String words = blamed + ": " + problems().get(blamed).get(0);
        assertThat(refusal).isInstanceOf(ConfigException.class);
        assertThat(withoutRequestId(refusal.getMessage())).startsWith(withoutRequestId(words));
        assertThat(refusal.getMessage()).doesNotContain(TOKEN).doesNotContain("wrong-token");
    }

    @Test
    void what_is_missing_is_named() {
        // Given
        config.keySet().removeAll(Set.of("crm.type", "crm.object", "id.property"));

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems).containsOnlyKeys("crm.type", "crm.object", "id.property");
    }

    @Test
    void a_key_with_the_value_null_is_one_that_was_left_out() {
        // Given
        config.put("quota.daily.calls", null);
        config.put("batch.linger.ms", null);
        assertThat(problems()).isEmpty();
        connector.start(config);
        assertThat(connector.taskConfigs(1).get(0)).doesNotContainKeys("quota.daily.calls", "batch.linger.ms");

        // When
        config.put("id.property", null);

        // Then
        assertThat(problems()).containsOnlyKeys("id.property");
    }

    static Stream<Arguments> wrongDeadLetters() {
        return Stream.of(
                Arguments.of("errors.tolerance", "none", "dlq.record", "errors.tolerance=all"),
                Arguments.of("dlq.topic", "", "dlq.topic", "needs a topic"),
                Arguments.of("dlq.topic", "letters!", "dlq.topic", "name of a topic"),
                Arguments.of("dlq.topic", TaskBench.TOPIC, "dlq.topic", "reads from this topic"),
                Arguments.of("results.topic", "letters", "dlq.topic", "This is results.topic"),
                Arguments.of("errors.deadletterqueue.topic.name", "letters", "dlq.topic", "This is errors.dead"),
                Arguments.of("dlq.record", "original", "dlq.topic", "dlq.record=transformed only"),
                Arguments.of("kafka.bootstrap.servers", "", "kafka.bootstrap.servers", "Connect gives a sink none"));
    }

    @ParameterizedTest
    @MethodSource("wrongDeadLetters")
    void a_wrong_place_for_rejected_records_is_refused_on_its_key(
            String key, String value, String blamed, String advice) {
        // Given: a right one, but for the question whether the topic is there
        config.put("validate.live", "false");
        config.put("errors.tolerance", "all");
        config.put("dlq.record", "transformed");
        config.put("dlq.topic", "letters");
        config.put("kafka.bootstrap.servers", "127.0.0.1:1");
        assertThat(problems()).isEmpty();

        // When
        config.put(key, value);

        // Then
        assertThat(problems()).containsOnlyKeys(blamed);
        assertThat(problems().get(blamed)).singleElement().asString().contains(advice);
    }

    @Test
    void companies_are_not_found_by_domain_and_it_is_said_what_finds_them() {
        // Given
        config.put("crm.object", "companies");
        config.put("id.property", "domain");

        // When, then
        assertThat(problems().get("id.property"))
                .asString()
                .contains("Several companies may have one domain", "property of companies with unique values");
    }

    @Test
    void the_id_that_hubspot_gives_out_identifies_objects_that_are_updated_only() {
        // Given
        config.put("id.property", "hs_object_id");
        config.put("write.mode", "update");

        // When, then
        assertThat(problems()).isEmpty();
    }

    @Test
    void a_field_of_an_association_needs_no_property() {
        // Given
        crm.createProperty("companies", "company_no");
        config.put("hubspot.associations", "company_ref=companies.company_no");
        config.put("transforms", "map");
        config.put("transforms.map.type", "io.reverseetl.connect.transforms.MapFields$Value");
        config.put("transforms.map.mapping", "firstname; company_ref");

        // When, then
        assertThat(problems()).isEmpty();
    }

    @Test
    void a_mapping_to_properties_that_do_not_exist_or_cannot_be_written_is_told_on_its_key() {
        // Given
        config.put("transforms", "map");
        config.put("transforms.map.type", "io.reverseetl.connect.transforms.MapFields$Value");
        config.put("transforms.map.mapping", "firstname = name | trim; shoe_size; createdate = 'a;b'\nemail");

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems).containsOnlyKeys("transforms.map.mapping");
        assertThat(problems.get("transforms.map.mapping").get(0))
                .contains("'shoe_size'")
                .doesNotContain("firstname");
        assertThat(problems.get("transforms.map.mapping").get(1)).contains("'createdate'", "itself");
    }

    @Test
    void each_of_several_types_of_objects_is_asked_about_what_is_mapped_for_its_topic() {
        // Given
        severalTypes();
        config.put("transforms", "person,sale");
        mapping("person", "people", "firstname = name; dealname");
        mapping("sale", "sa.*", "dealname = title; shoe_size");

        // When
        Map<String, List<String>> problems = problems();

        // Then: contacts have no name of a deal, and deals have one.
        assertThat(problems).containsOnlyKeys("transforms.person.mapping", "transforms.sale.mapping");
        assertThat(problems.get("transforms.person.mapping"))
                .singleElement()
                .asString()
                .contains("'contacts' has no property 'dealname'");
        assertThat(problems.get("transforms.sale.mapping"))
                .singleElement()
                .asString()
                .contains("'deals' has no property 'shoe_size'");
    }

    @Test
    void a_mapping_for_all_but_one_topic_is_checked_for_the_others() {
        // Given
        severalTypes();
        config.put("transforms", "sale");
        mapping("sale", "people", "dealname = title; shoe_size");
        config.put("transforms.sale.negate", "true");

        // When, then: the contacts' fields are not known.
        assertThat(problems().get("transforms.sale.mapping"))
                .singleElement()
                .asString()
                .contains("'deals' has no property 'shoe_size'");
    }

    @Test
    void what_another_transform_may_have_changed_after_the_mapping_is_not_asked_about() {
        // Given
        severalTypes();
        config.put("transforms", "sale,after");
        mapping("sale", "sales", "shoe_size");
        config.put("transforms.after.type", "org.apache.kafka.connect.transforms.ReplaceField$Value");

        // When, then
        assertThat(problems()).isEmpty();
    }

    private void severalTypes() {
        config.remove("crm.object");
        config.put("objects", "contacts,deals");
        config.put("objects.contacts.topic", "people");
        config.put("objects.deals.topic", "sales");
        config.put("objects.deals.id.property", "deal_key");
        crm.createProperty("deals", "deal_key");
    }

    /** A mapping of the records whose topic matches. */
    private void mapping(String name, String topics, String mapping) {
        config.put("transforms." + name + ".type", "io.reverseetl.connect.transforms.MapFields$Value");
        config.put("transforms." + name + ".mapping", mapping);
        config.put("transforms." + name + ".predicate", "is_" + name);
        config.put(
                "predicates.is_" + name + ".type", "org.apache.kafka.connect.transforms.predicates.TopicNameMatches");
        config.put("predicates.is_" + name + ".pattern", topics);
        config.merge("predicates", "is_" + name, (others, own) -> others + "," + own);
    }

    @Test
    void a_property_to_empty_that_does_not_exist_is_told_on_its_key() {
        // Given
        config.put("delete.mode", "clear");
        config.put("delete.clear.properties", "phone,shoe_size");

        // When, then
        assertThat(problems()).containsOnlyKeys("delete.clear.properties");
    }

    @Test
    void what_a_grant_needs_is_named() {
        // Given
        config.put("auth.type", "jwt-bearer");
        config.put("auth.jwt.key", "-----BEGIN RSA PRIVATE KEY-----" + TOKEN);

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems).containsOnlyKeys("auth.token.url", "auth.client.id", "auth.jwt.subject", "auth.jwt.key");
        assertThat(problems.get("auth.jwt.key").get(0))
                .contains("openssl pkcs8")
                .doesNotContain(TOKEN);
    }

    @Test
    void a_grant_that_the_token_endpoint_refuses_is_a_problem_of_its_secret() {
        // Given: the simulator has no token endpoint.
        config.put("auth.type", "client-credentials");
        config.put("auth.token.url", crm.url() + "/token");
        config.put("auth.client.id", "app");
        config.put("auth.client.secret", TOKEN);

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems).containsOnlyKeys("auth.client.secret");
        assertThat(problems.get("auth.client.secret").get(0))
                .contains("HTTP 404")
                .doesNotContain(TOKEN);
    }

    @Test
    void what_is_wrong_with_one_of_several_types_of_objects_is_told_on_its_own_key() {
        // Given
        config.remove("crm.object");
        config.put("objects", "contacts,deals");
        config.put("objects.contacts.topic", "people");
        config.put("objects.deals.topic", "sales");
        config.put("objects.deals.id.property", "dealname");
        config.put("objects.deals.delete.mode", "gdpr");

        // When, then: what can be told without asking comes first.
        assertThat(problems()).containsOnlyKeys("objects.deals.delete.mode");
        config.put("objects.deals.delete.mode", "archive");
        assertThat(problems()).containsOnlyKeys("objects.deals.id.property");
    }

    @Test
    void a_crm_that_cannot_be_reached_is_a_problem_of_the_url_and_the_switch_is_named() {
        // Given
        crm.close();

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems).containsOnlyKeys("crm.url");
        assertThat(problems.get("crm.url").get(0)).contains(crm.url(), "validate.live=false");
    }

    @Test
    void a_crm_that_cannot_be_reached_does_not_lock_the_operator_out() {
        // Given
        crm.close();
        config.put("validate.live", "false");

        // When, then
        assertThat(problems()).isEmpty();
    }

    @Test
    void a_host_may_have_an_underscore_as_those_of_containers_do() {
        // Given
        config.put("crm.url", "http://my_crm:8080");
        config.put("validate.live", "false");

        // When, then
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 423, 425, 429, 477, 503})
    void a_crm_that_is_busy_is_not_called_wrong(int status) {
        // Given
        crm.faults("[{\"kind\":\"status\",\"status\":" + status + "}]");

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems.get("crm.url").get(0)).contains("HTTP " + status, "validate.live=false");
    }

    @Test
    void an_object_type_that_is_refused_is_told_with_the_status_that_it_was_refused_with() {
        // Given
        crm.faults("[{\"kind\":\"status\",\"status\":400}]");

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems.get("crm.object").get(0)).contains("HTTP 400");
    }

    @Test
    void a_task_starts_though_the_crm_cannot_be_reached_for_now() {
        // Given
        crm.close();
        CrmSinkTask task = new CrmSinkTask();
        task.initialize(new FakeTaskContext());

        // When, then
        task.start(config);
        task.stop();
    }

    @Test
    void a_missing_scope_is_named() {
        // Given
        try (Simulator strict =
                new Simulator(SimulatorSettings.defaults().withScopes(Set.of("crm.objects.deals.read")))) {
            config.put("crm.url", strict.url());

            // When
            Map<String, List<String>> problems = problems();

            // Then
            assertThat(problems.get("auth.token").get(0)).contains("crm.objects.contacts.write");
        }
    }

    @Test
    void the_frameworks_own_keys_are_left_to_it() {
        // Given
        config.putAll(Map.of(
                "tasks.max", "4",
                "transforms", "map",
                "transforms.map.type", "x",
                "consumer.override.max.poll.records", "100",
                "value.converter.schemas.enable", "false",
                "errors.deadletterqueue.topic.name", "dlq"));

        // When, then
        assertThat(problems()).isEmpty();
    }

    @Test
    void every_task_gets_the_same_config_and_its_number() {
        // Given
        connector.start(config);

        // When
        List<Map<String, String>> tasks = connector.taskConfigs(3);

        // Then
        for (int number = 0; number < 3; number++) {
            Map<String, String> expected = new HashMap<>(config);
            expected.put("task.number", String.valueOf(number));
            assertThat(tasks.get(number)).isEqualTo(expected);
        }
    }

    @Test
    void offsets_may_be_altered_and_reset() {
        // Given
        Map<TopicPartition, Long> offsets = new HashMap<>();
        offsets.put(TaskBench.P0, 12L);
        offsets.put(TaskBench.P1, null);

        // When, then
        assertThat(connector.alterOffsets(config, offsets)).isTrue();
        assertThatThrownBy(() -> connector.alterOffsets(config, Map.of(TaskBench.P0, -1L)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("people-0");
    }

    private static String withoutRequestId(String message) {
        return message.replaceAll("request\\.id=[^)]*", "");
    }

    private Map<String, List<String>> problems() {
        return connector.validate(config).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }
}
