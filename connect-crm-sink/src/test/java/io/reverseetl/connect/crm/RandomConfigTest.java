// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.connect.crm.http.HttpTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configs that nobody would write, made of the examples: each gets messages on its keys and never an exception, none of
 * which shows a secret, and one that gets none can be started. A failure names its seed, which {@code -Dfuzz.seed} plays
 * again; {@code -Dfuzz.rounds} plays more.
 */
class RandomConfigTest {

    private static final int CONFIGS_A_SEED = 100;

    /** In every secret, whatever else is done to it. */
    private static final String SECRET = "s3cr3t";

    private static final List<String> EXAMPLES = List.of(
            "backlog-to-salesforce",
            "contacts-with-companies",
            "customers-to-hubspot",
            "customers-to-salesforce",
            "odoo-partners",
            "pipedrive-persons",
            "rebuilt-table-to-hubspot",
            "replay-dead-letters",
            "zendesk-users",
            "zoho-contacts");

    private static final List<Map<String, String>> RIGHT =
            EXAMPLES.stream().map(RandomConfigTest::example).toList();

    static LongStream seeds() {
        long first = Long.getLong("fuzz.seed", 1);
        return LongStream.range(first, first + Long.getLong("fuzz.rounds", 20));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_config_is_answered_in_words_and_what_is_accepted_can_be_started(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CONFIGS_A_SEED; i++) {
            // Given
            Map<String, String> config = wrong(random);

            // When
            List<String> messages;
            try {
                messages = messages(config);
                if (messages.isEmpty()) {
                    start(config);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("Seed " + seed + ", config " + i + ": " + config, e);
            }

            // Then
            for (String message : messages) {
                assertThat(message)
                        .as("Seed %s, config %s", seed, i)
                        .isNotBlank()
                        .doesNotContain(SECRET, "Exception:", "java.", "\tat ");
            }
        }
    }

    private static List<String> messages(Map<String, String> config) {
        return new CrmSinkConnector()
                .validate(config).configValues().stream()
                        .map(ConfigValue::errorMessages)
                        .flatMap(List::stream)
                        .toList();
    }

    /** Starts all that can be without asking anybody. */
    private static void start(Map<String, String> config) {
        CrmSinkConnector connector = new CrmSinkConnector();
        connector.start(config);
        connector.taskConfigs(2);
        SinkSettings settings = SinkConfig.read(config).settings().orElseThrow();
        try (HttpTransport transport = new HttpTransport(settings.authorization(), settings.http())) {
            settings.objects()
                    .forEach(object -> settings.provider().create(object.crm(), transport, Clock.systemUTC()));
        }
        connector.stop();
    }

    private static Map<String, String> wrong(Random random) {
        Map<String, String> config = new HashMap<>(RIGHT.get(random.nextInt(RIGHT.size())));
        HostileText texts = new HostileText(random);
        List<ConfigDef.ConfigKey> keys =
                new ArrayList<>(SinkConfig.definition().configKeys().values());
        for (int changes = random.nextInt(6); changes >= 0; changes--) {
            List<String> present = config.keySet().stream().sorted().toList();
            String given = present.get(random.nextInt(present.size()));
            ConfigDef.ConfigKey known = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(8)) {
                case 0 -> config.remove(given);
                case 1 -> config.put(given, texts.damaged(config.get(given)));
                case 2 -> config.put(given, random.nextBoolean() ? null : texts.next());
                case 3 -> config.put(texts.damaged(given), texts.next());
                case 4 -> config.put("kafka." + texts.damaged("sasl.jaas.config"), texts.next());
                case 5 -> config.put("objects." + texts.damaged("contacts") + "." + known.name, texts.next());
                default -> config.put(known.name, value(random, known, texts));
            }
        }
        keys.stream()
                .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                .filter(key -> config.get(key.name) != null || random.nextInt(20) == 0)
                .forEach(key -> config.put(key.name, secret(random, texts)));
        if (random.nextInt(4) == 0) {
            config.put("kafka.sasl.jaas.config", secret(random, texts));
        }
        config.put("validate.live", "false");
        return config;
    }

    /** Something that the key may be meant for, or nothing of the kind. */
    private static String value(Random random, ConfigDef.ConfigKey key, HostileText texts) {
        List<Object> choices = key.recommender == null ? List.of() : key.recommender.validValues(key.name, Map.of());
        return !choices.isEmpty() && random.nextInt(3) > 0
                ? String.valueOf(choices.get(random.nextInt(choices.size())))
                : texts.next();
    }

    private static String secret(Random random, HostileText texts) {
        return random.nextBoolean() ? SECRET : texts.next() + SECRET + texts.next();
    }

    private static Map<String, String> example(String folder) {
        try {
            JsonNode config = new ObjectMapper()
                    .readTree(Files.readString(Path.of("..", "config-examples", folder, "sink.json")))
                    .path("config");
            Map<String, String> example = new HashMap<>();
            config.properties()
                    .forEach(entry -> example.put(
                            entry.getKey(),
                            entry.getValue()
                                    .asText()
                                    .replace("${env:REVERSE_ETL_CRM_URL}", "http://127.0.0.1:1")
                                    .replaceAll("\\$\\{env:[A-Z_]*(TOKEN|SECRET|PASSWORD|KEY)}", SECRET)
                                    .replaceAll("\\$\\{[^}]*}", "127.0.0.1:1")));
            return example;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
