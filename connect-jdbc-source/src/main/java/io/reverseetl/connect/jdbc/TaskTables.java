// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.engine.JsonTexts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which tables a task reads: handed from the connector to its tasks in a config key of their own. Equal input gives
 * equal output, as Connect restarts tasks whose config has changed.
 */
final class TaskTables {

    static final String KEY = "task.tables";

    /** Which of the connector's tasks it is, as Connect counts them: a task is not told otherwise. */
    static final String NUMBER = "task.number";

    private TaskTables() {}

    /** Shares tables out among as many tasks as are allowed and needed. */
    static List<List<Relation>> share(List<Relation> relations, int mostTasks) {
        List<Relation> sorted =
                relations.stream().sorted(Comparator.comparing(Relation::label)).toList();
        int tasks = Math.min(mostTasks, sorted.size());
        List<List<Relation>> shares = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            int first = task;
            shares.add(IntStream.range(0, sorted.size())
                    .filter(table -> table % tasks == first)
                    .mapToObj(sorted::get)
                    .toList());
        }
        return shares;
    }

    static String write(List<Relation> relations) {
        return JsonTexts.write(relations.stream().map(Relation::toString).toList());
    }

    static List<Relation> in(Map<String, String> taskConfig, SourceSettings settings) {
        return JsonTexts.readArray(taskConfig.getOrDefault(KEY, "[]")).stream()
                .map(name -> settings.query(name)
                        .<Relation>map(query -> query)
                        .or(() -> TableName.parse(name))
                        .orElseThrow(() -> new IllegalStateException(KEY + " is written by the connector alone")))
                .toList();
    }
}
