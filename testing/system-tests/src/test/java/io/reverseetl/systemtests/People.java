// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.testing.cluster.LocalCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Versions of people, some of which are wrong: what goes into a topic one version of everybody after the other, so that
 * none takes the place of another, and what is to become of it.
 *
 * @param number of people
 * @param versions of each
 * @param wrongs what is wrong, as the code under which it is refused, for a number below 1,000 that is drawn for each
 *     version of everybody; empty if nothing is
 */
record People(int number, int versions, IntFunction<String> wrongs) {

    /** A version of somebody as a row. */
    interface Row {

        String of(int person, int version);
    }

    /** What is wrong with a version of somebody, as the code under which it is refused; empty if nothing is. */
    String wrong(int person, int version) {
        return wrongs.apply(Math.floorMod((person * versions + version) * 0x9E3779B1, 1_000));
    }

    /** Brings one version after the other into a CRM, and waits each time until it is there. */
    void play(LocalCluster cluster, String connector, InputTopic topic, Row row, SimulatedObjects objects)
            throws Exception {
        for (int version = 0; version < versions; version++) {
            produce(topic, version, row);
            awaitArrival(cluster, connector, version, objects);
        }
    }

    /** Sends this version of everybody. */
    void produce(InputTopic topic, int version, Row row) throws Exception {
        topic.produce(IntStream.range(0, number)
                .mapToObj(person -> new InputTopic.Text(String.valueOf(person), row.of(person, version))));
    }

    /** Waits until the CRM holds this version of everybody, or the last valid one before it. */
    void awaitArrival(LocalCluster cluster, String connector, int version, SimulatedObjects objects) {
        Map<String, Integer> expected = expectedAfter(version);
        await().atMost(Connectors.PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .failFast(() -> assertThat(cluster.connect().failure(connector)).isNull())
                .untilAsserted(() -> assertThat(objects.versions()).isEqualTo(expected));
    }

    /** The newest valid version of everybody who has one, by the person's number. */
    private Map<String, Integer> expectedAfter(int version) {
        Map<String, Integer> expected = new TreeMap<>();
        for (int person = 0; person < number; person++) {
            for (int each = 0; each <= version; each++) {
                if (wrong(person, each).isEmpty()) {
                    expected.put(String.valueOf(person), each);
                }
            }
        }
        return expected;
    }

    /** Waits for the dead letters: what is wrong and nothing else, each once, with the CRM's code. */
    void assertDeadLetters(Topic rejected) {
        Map<String, String> wrong = new TreeMap<>();
        for (int version = 0; version < versions; version++) {
            for (int person = 0; person < number; person++) {
                if (!wrong(person, version).isEmpty()) {
                    wrong.put(person + " in version " + version, wrong(person, version));
                }
            }
        }
        assertThat(wrong).isNotEmpty();
        await().atMost(Connectors.PATIENCE).until(() -> rejected.messages().size() >= wrong.size());
        List<Topic.Message> letters = rejected.messages();
        assertThat(letters).hasSameSizeAs(wrong.keySet());
        Map<String, String> reasons = new TreeMap<>();
        letters.forEach(letter -> reasons.put(nameOf(letter), codeOf(letter)));
        assertThat(reasons).isEqualTo(wrong);
    }

    private static String nameOf(Topic.Message letter) {
        return letter.key().asText() + " in version "
                + letter.value().path("version").asText();
    }

    /** The code in the line that says why. */
    private static String codeOf(Topic.Message letter) {
        return letter.headers()
                .getOrDefault("__connect.errors.exception.message", "")
                .replaceFirst(".*\\bcode=([\\w.]+).*", "$1");
    }
}
