// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.auth.Authorization;
import io.reverseetl.connect.crm.engine.EngineSettings;
import io.reverseetl.connect.crm.engine.GuardSettings;
import io.reverseetl.connect.crm.http.HttpSettings;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.limit.QuotaSettings;
import io.reverseetl.connect.crm.spi.CrmAdapterProvider;
import io.reverseetl.connect.crm.spi.QuotaReading.Window;
import io.reverseetl.connect.crm.state.KafkaState;
import io.reverseetl.connect.kafka.KafkaSettings;
import io.reverseetl.connect.kafka.TopicSettings;
import io.reverseetl.connect.support.GivenConfig;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Placeholders;
import io.reverseetl.connect.support.Problems;
import io.reverseetl.connect.support.UnknownKeys;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Reads the connector's config and says what is wrong with it, without asking anybody: {@code validate} and {@code
 * start} both begin here.
 */
final class SinkConfig {

    /** What consumers have since Kafka 3.0 unless told otherwise. */
    private static final Duration USUAL_SESSION = Duration.ofSeconds(45);

    private final Adapters adapters;
    private final Problems problems = new Problems();

    private SinkConfig(Adapters adapters) {
        this.adapters = adapters;
    }

    /**
     * What a config says and what is wrong with it.
     *
     * @param values every key with its value and the messages about it
     * @param settings nothing if something is wrong
     */
    record Reading(List<ConfigValue> values, Optional<SinkSettings> settings) {

        /** All messages, by key. */
        Problems problems() {
            Problems all = new Problems();
            values.forEach(value -> value.errorMessages().forEach(message -> all.add(value.name(), message)));
            return all;
        }
    }

    static ConfigDef definition() {
        return definition(Adapters.load());
    }

    private static ConfigDef definition(Adapters adapters) {
        List<Key<?>> keys = new ArrayList<>(SinkKeys.all());
        keys.addAll(FlowKeys.all());
        keys.addAll(FailureKeys.all());
        keys.addAll(AuthKeys.all());
        keys.addAll(HttpKeys.all());
        keys.addAll(StateKeys.all());
        keys.addAll(DeadLetterKeys.all());
        keys.addAll(adapters.keys());
        return Key.define(keys);
    }

    static Reading read(Map<String, String> config) {
        return new SinkConfig(Adapters.load()).readAll(GivenConfig.withoutNulls(config));
    }

    private Reading readAll(Map<String, String> config) {
        ConfigDef definition = definition(adapters);
        List<ConfigValue> values = definition.validate(config);
        Placeholders.describe(config, key -> definition.names().contains(key) || key.startsWith(KafkaSettings.PREFIX))
                .forEach(problems::add);
        ObjectsConfig objects = new ObjectsConfig(config, definition, problems);
        objects.checkPresence();
        boolean readable = problems.isEmpty()
                && values.stream().allMatch(value -> value.errorMessages().isEmpty());
        List<String> known = new ArrayList<>(definition.names());
        known.addAll(objects.names());
        UnknownKeys.describe(config, known, List.of(KafkaSettings.PREFIX)).forEach(problems::add);
        Optional<SinkSettings> settings =
                readable ? settings(definition.parse(config), config, objects) : Optional.empty();
        problems.addTo(values);
        return new Reading(values, problems.isEmpty() ? settings : Optional.empty());
    }

    private Optional<SinkSettings> settings(
            Map<String, Object> parsed, Map<String, String> config, ObjectsConfig objects) {
        Optional<CrmAdapterProvider> provider = provider(parsed);
        Optional<URI> url = provider.flatMap(found -> url(parsed, found));
        Authorization authorization = new AuthConfig(parsed, problems).read();
        HttpSettings http = new HttpConfig(parsed, problems).read();
        StateConfig.checkClients(config, parsed, problems);
        Optional<KafkaState.Settings> state = StateConfig.state(config, parsed, problems);
        Optional<TopicSettings> results = StateConfig.results(config, parsed, problems);
        Optional<TopicSettings> deadLetters = StateConfig.deadLetters(config, parsed, problems);
        if (provider.isEmpty() || url.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SinkSettings(
                provider.get(),
                url.get(),
                objects.read(parsed, provider.get(), url.get()),
                authorization,
                http,
                SinkKeys.DRY_RUN.in(parsed),
                engine(parsed, provider.get()),
                retries(parsed),
                quota(parsed, config),
                new SinkSettings.BreakerSettings(
                        FailureKeys.BREAKER_FAILURES.in(parsed), FailureKeys.BREAKER_OPEN.in(parsed)),
                FailureKeys.CLOSE_TIMEOUT.in(parsed),
                ownership(config),
                SinkKeys.VALIDATE_LIVE.in(parsed),
                errors(config),
                state,
                results,
                deadLetters,
                StateConfig.inputs(config),
                StateConfig.seed(config)));
    }

    private Optional<CrmAdapterProvider> provider(Map<String, Object> parsed) {
        String type = SinkKeys.TYPE.in(parsed);
        adapters.problem(type).ifPresent(problem -> problems.add(SinkKeys.TYPE, problem));
        return adapters.ofType(type);
    }

    private Optional<URI> url(Map<String, Object> parsed, CrmAdapterProvider provider) {
        Optional<String> given = SinkKeys.URL.optionalIn(parsed);
        if (given.isEmpty()) {
            if (provider.defaultUrl().isEmpty()) {
                problems.add(
                        SinkKeys.URL, "Set crm.url to the base URL of the CRM's API, for example https://host/api.");
            }
            return provider.defaultUrl();
        }
        try {
            URI url = new URI(given.get().strip().replaceAll("/+$", ""));
            if (HttpTransport.accepts(url)) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // Told below; the exception would repeat the value, which may hold a password.
        }
        problems.add(
                SinkKeys.URL,
                "This is not the base URL of an HTTP API: write it as https://host or https://host:port/path, with a"
                        + " host name and port that can exist, and without user, query or fragment.");
        return Optional.empty();
    }

    private EngineSettings engine(Map<String, Object> parsed, CrmAdapterProvider provider) {
        int most = provider.maxBatchRecords(parsed);
        int maxRecords = FlowKeys.BATCH_MAX_RECORDS.optionalIn(parsed).orElse(most);
        if (maxRecords < 1 || maxRecords > most) {
            problems.add(
                    FlowKeys.BATCH_MAX_RECORDS,
                    "A request to this CRM takes between 1 and " + most + " records, not " + maxRecords + ".");
        }
        return new EngineSettings(
                maxRecords,
                FlowKeys.BATCH_MAX_BYTES.in(parsed),
                FlowKeys.BATCH_LINGER.in(parsed).toMillis(),
                FlowKeys.MAX_IN_FLIGHT.in(parsed),
                FlowKeys.BUFFER_MAX_BYTES.in(parsed),
                FailureKeys.RETRY_TIMEOUT.in(parsed).toMillis(),
                FailureKeys.RETRY_TIMEOUT_ACTION.in(parsed),
                new GuardSettings(
                        FailureKeys.MAX_REJECTED.in(parsed),
                        FailureKeys.MAX_DELETES.in(parsed),
                        FailureKeys.GUARD_WINDOW.in(parsed).toMillis()));
    }

    private SinkSettings.Retries retries(Map<String, Object> parsed) {
        SinkSettings.Retries retries = new SinkSettings.Retries(
                FailureKeys.RETRY_BACKOFF.in(parsed), FailureKeys.RETRY_BACKOFF_MAX.in(parsed));
        if (retries.longestBackoff().compareTo(retries.backoff()) < 0) {
            problems.add(
                    FailureKeys.RETRY_BACKOFF_MAX,
                    "The longest wait must not be shorter than the first one: raise retry.backoff.max.ms or lower"
                            + " retry.backoff.ms.");
        }
        return retries;
    }

    private QuotaSettings quota(Map<String, Object> parsed, Map<String, String> config) {
        atLeastOne(FlowKeys.QUOTA_WINDOW_CALLS, parsed);
        atLeastOne(FlowKeys.QUOTA_DAILY_CALLS, parsed);
        Optional<Window> window = FlowKeys.QUOTA_WINDOW_CALLS
                .optionalIn(parsed)
                .filter(calls -> calls > 0)
                .map(calls -> new Window(calls, FlowKeys.QUOTA_WINDOW.in(parsed)));
        return new QuotaSettings(
                FlowKeys.QUOTA_SHARE.in(parsed),
                FlowKeys.QUOTA_DAILY_RESERVE.in(parsed),
                tasks(config),
                FlowKeys.MAX_IN_FLIGHT.in(parsed),
                window,
                FlowKeys.QUOTA_DAILY_CALLS
                        .optionalIn(parsed)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()));
    }

    private void atLeastOne(Key<Integer> key, Map<String, Object> parsed) {
        key.optionalIn(parsed)
                .filter(calls -> calls < 1)
                .ifPresent(calls -> problems.add(key, "Write a number of calls from 1, or leave the key out."));
    }

    /** As many tasks as Connect starts: of a sink, it always starts all. */
    private static int tasks(Map<String, String> config) {
        String tasks = config.getOrDefault("tasks.max", "");
        return tasks.matches("[1-9]\\d{0,5}") ? Integer.parseInt(tasks) : 1;
    }

    /** A third of the consumer's session timeout: a group gives a silent member's partitions away after all of it. */
    private static Duration ownership(Map<String, String> config) {
        String overridden = config.getOrDefault("consumer.override.session.timeout.ms", "");
        Duration session =
                overridden.matches("\\d{1,9}") ? Duration.ofMillis(Long.parseLong(overridden)) : USUAL_SESSION;
        return session.dividedBy(3);
    }

    /** The framework's own settings for records that fail. */
    private static SinkSettings.Errors errors(Map<String, String> config) {
        boolean deadLetterQueue =
                !config.getOrDefault("errors.deadletterqueue.topic.name", "").isBlank();
        boolean headers = Boolean.parseBoolean(config.get("errors.deadletterqueue.context.headers.enable"));
        return new SinkSettings.Errors(
                "all".equalsIgnoreCase(config.get("errors.tolerance")), deadLetterQueue && !headers);
    }
}
