// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.engine.JsonTexts;
import io.reverseetl.connect.jdbc.engine.SnapshotLayout;
import io.reverseetl.connect.jdbc.engine.TablePart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which tables a task reads: handed from the connector to its tasks in config keys of their own. Equal input gives equal
 * output, as Connect restarts tasks whose config has changed.
 */
final class TaskTables {

    static final String KEY = "task.tables";

    /** Which of the connector's tasks it is, as Connect counts them: a task is not told otherwise. */
    static final String NUMBER = "task.number";

    /** How the tables are cut of which the task reads ranges. */
    static final String LAYOUTS = "task.layouts";

    private TaskTables() {}

    /** Shares a plan out among as many tasks as are allowed and needed. */
    static List<SourcePlan> share(SourcePlan plan, int mostTasks) {
        List<TablePart> parts = plan.parts();
        int tasks = Math.min(mostTasks, parts.size());
        List<SourcePlan> shares = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            int first = task;
            // In turns, so that the ranges of one table come to different tasks.
            List<TablePart> share = IntStream.range(0, parts.size())
                    .filter(part -> part % tasks == first)
                    .mapToObj(parts::get)
                    .toList();
            Map<Relation, SnapshotLayout> layouts = new HashMap<>(plan.layouts());
            layouts.keySet().retainAll(share.stream().map(TablePart::relation).toList());
            shares.add(new SourcePlan(share, layouts, plan.passing()));
        }
        return shares;
    }

    static Map<String, String> write(SourcePlan share) {
        Map<String, String> keys = new HashMap<>();
        keys.put(
                KEY,
                JsonTexts.write(share.parts().stream().map(TablePart::toString).toList()));
        if (!share.layouts().isEmpty()) {
            Map<String, String> layouts = new TreeMap<>();
            share.layouts().forEach((table, layout) -> layouts.put(table.toString(), layout.text()));
            keys.put(LAYOUTS, JsonTexts.write(layouts));
        }
        return keys;
    }

    static SourcePlan in(Map<String, String> taskConfig, SourceSettings settings) {
        Map<Relation, SnapshotLayout> layouts = new HashMap<>();
        JsonTexts.readObject(taskConfig.getOrDefault(LAYOUTS, "{}"))
                .forEach(
                        (table, layout) -> layouts.put(part(table, settings).relation(), SnapshotLayout.parse(layout)));
        List<TablePart> parts = JsonTexts.readArray(taskConfig.getOrDefault(KEY, "[]")).stream()
                .map(text -> part(text, settings))
                .toList();
        return new SourcePlan(parts, layouts, !layouts.isEmpty());
    }

    private static TablePart part(String text, SourceSettings settings) {
        return settings.query(text)
                .map(TablePart::whole)
                .or(() -> TablePart.parse(text))
                .orElseThrow(() -> new IllegalStateException(KEY + " is written by the connector alone"));
    }
}
