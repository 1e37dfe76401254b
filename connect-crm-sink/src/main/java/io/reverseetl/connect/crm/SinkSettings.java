// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.auth.Authorization;
import io.reverseetl.connect.crm.engine.EngineSettings;
import io.reverseetl.connect.crm.http.HttpSettings;
import io.reverseetl.connect.crm.limit.QuotaSettings;
import io.reverseetl.connect.crm.spi.CrmAdapterProvider;
import io.reverseetl.connect.crm.state.KafkaState;
import io.reverseetl.connect.kafka.TopicSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A config that has been read and found possible.
 *
 * @param dryRun whether nothing is written
 * @param closeTimeout how long a partition's requests are waited for when it goes
 * @param ownership how long after the last call from Connect the task may count on its partitions
 * @param validateLive whether the CRM is asked before anything runs
 * @param errors the framework's settings for records that fail
 * @param state nothing if nothing is to be remembered
 * @param results nothing if nobody is to be told what became of each record
 * @param deadLetters where rejected records go as the transforms have left them; nothing if Connect takes them
 * @param inputs the input topics, as far as the config names them
 * @param seed a fingerprint of where and how payloads are written
 */
record SinkSettings(
        CrmAdapterProvider provider,
        URI url,
        List<ObjectSettings> objects,
        Authorization authorization,
        HttpSettings http,
        boolean dryRun,
        EngineSettings engine,
        Retries retries,
        QuotaSettings quota,
        BreakerSettings breaker,
        Duration closeTimeout,
        Duration ownership,
        boolean validateLive,
        Errors errors,
        Optional<KafkaState.Settings> state,
        Optional<TopicSettings> results,
        Optional<TopicSettings> deadLetters,
        List<String> inputs,
        String seed) {

    /** Whether the input topics are dead letter queues: their partitions say nothing about the state's. */
    boolean isReplay() {
        return state.map(KafkaState.Settings::replay).orElse(false);
    }

    /** The types of objects in one word, for the log. */
    String objectNames() {
        return objects.stream().map(ObjectSettings::name).collect(Collectors.joining("+"))
                + (dryRun ? " (dry run)" : "");
    }

    record Retries(Duration backoff, Duration longestBackoff) {}

    /**
     * When the CRM is taken to be down.
     *
     * @param failures after so many failed requests in a row
     * @param open how long it is left alone then
     */
    record BreakerSettings(int failures, Duration open) {}

    /**
     * What Connect does with records that fail.
     *
     * @param tolerateAll whether a record may be dropped when nobody takes reports of it
     * @param reasonLost whether there is a dead letter queue whose records do not say why they are there
     */
    record Errors(boolean tolerateAll, boolean reasonLost) {}
}
