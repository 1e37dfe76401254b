// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import io.reverseetl.connect.jdbc.testing.Writers.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Reads while {@link Writers} write, until the last row of each table has come. */
public record Reading(Map<String, String> config) implements Callable<List<Version>> {

    @Override
    public List<Version> call() {
        List<Version> read = new ArrayList<>();
        Set<Version> missing = new HashSet<>(Writers.lastOnes());
        try (RunningConnector connector = RunningConnector.start(config)) {
            while (!missing.isEmpty() && !Thread.currentThread().isInterrupted()) {
                for (SourceRecord record : connector.poll()) {
                    Version version = version(record);
                    read.add(version);
                    missing.remove(version);
                }
            }
        }
        return read;
    }

    private static Version version(SourceRecord record) {
        Struct value = Records.value(record);
        return new Version(
                record.topic().substring(record.topic().indexOf('.') + 1),
                value.getInt32("id"),
                value.getInt32("version"));
    }

    /** What was written and not read. */
    public static Set<Version> lost(Collection<Version> written, List<Version> read) {
        Set<Version> lost = new HashSet<>(written);
        read.forEach(lost::remove);
        return lost;
    }

    /** What was read although it, or a newer version of its row, had been read before. */
    public static List<Version> repeated(List<Version> read) {
        Map<Version, Integer> newest = new HashMap<>();
        List<Version> repeated = new ArrayList<>();
        for (Version version : read) {
            Integer before = newest.put(new Version(version.table(), version.id(), 0), version.version());
            if (before != null && before >= version.version()) {
                repeated.add(version);
            }
        }
        return repeated;
    }
}
