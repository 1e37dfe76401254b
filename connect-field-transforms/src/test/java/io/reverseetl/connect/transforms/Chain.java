// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** The transforms of a connector's config, as Connect runs them: one after the other, each where its predicate allows. */
final class Chain {

    private Chain() {}

    /** What becomes of a record; null if it is filtered. */
    @SuppressWarnings("unchecked")
    static SinkRecord apply(Map<String, String> config, SinkRecord incoming) {
        SinkRecord record = incoming;
        for (String alias : config.get("transforms").split(",", -1)) {
            Map<String, String> own = under("transforms." + alias + ".", config);
            String predicate = own.remove("predicate");
            boolean negated = Boolean.parseBoolean(own.remove("negate"));
            if (record != null && (predicate == null || holds(predicate, config, record) != negated)) {
                try (Transformation<SinkRecord> transform = (Transformation<SinkRecord>) instance(own.get("type"))) {
                    transform.configure(own);
                    record = transform.apply(record);
                }
            }
        }
        return record;
    }

    @SuppressWarnings("unchecked")
    private static boolean holds(String alias, Map<String, String> config, SinkRecord record) {
        Map<String, String> own = under("predicates." + alias + ".", config);
        try (Predicate<SinkRecord> predicate = (Predicate<SinkRecord>) instance(own.get("type"))) {
            predicate.configure(own);
            return predicate.test(record);
        }
    }

    private static Map<String, String> under(String prefix, Map<String, String> config) {
        Map<String, String> own = new HashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                own.put(key.substring(prefix.length()), value);
            }
        });
        return own;
    }

    private static Object instance(String className) {
        try {
            return Class.forName(className).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("A config names a class that is not there", e);
        }
    }
}
