// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;

import io.reverseetl.connect.jdbc.SourceSettings.CursorSettings;
import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/**
 * The config keys of queries: {@code query} for one, or {@code queries} with a list of ids and {@code queries.<id>.…} for
 * what each of them has of its own. What a query does not say holds as the connector's config says it.
 */
final class QueryKeys {

    /** The id of the one that is given by {@code query}. */
    static final String ONLY = "query";

    static final String PREFIX = "queries.";

    private static final String GROUP = "Queries";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    static final Key<String> SQL = Key.text("sql")
            .group(GROUP)
            .importance(HIGH)
            .doc("The query: any SELECT, also with WHERE, WITH, UNION or a comment or semicolon at its end.");

    static final Key<Mode> MODE = ChangeKeys.MODE.optional();
    private static final Key<String> TOPIC =
            Key.text("topic").optional().group(GROUP).doc("Its topic. By default `topic.prefix` and the query's id.");

    /** What stands behind {@code queries.<id>.}. */
    static final List<Key<?>> EACH = List.of(
            SQL,
            TOPIC,
            MODE,
            ChangeKeys.TIMESTAMP_COLUMN,
            ChangeKeys.INCREMENTING_COLUMN,
            ChangeKeys.KEY_COLUMNS,
            ChangeKeys.DELETE_COLUMN,
            ChangeKeys.DELETE_EXPRESSION);

    private QueryKeys() {}

    /** Checks ids and what each query is given; a message never quotes a query's text. */
    static void check(Map<String, String> given, List<String> ids, Problems problems) {
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!ID.matcher(id).matches() || id.equals(ONLY)) {
                problems.add(
                        TableKeys.QUERIES,
                        "'" + id
                                + "' is no id of a query. Use letters, digits, underscores and hyphens, and not the word"
                                + " query, which is the id of the one in query.");
            } else if (!seen.add(id)) {
                problems.add(TableKeys.QUERIES, "'" + id + "' is there twice. Give each query an id of its own.");
            } else {
                for (ConfigValue value : definition().validate(of(id, given))) {
                    value.errorMessages().forEach(message -> problems.add(prefix(id) + value.name(), message));
                }
            }
        }
        given.keySet().stream()
                .filter(key -> key.startsWith(PREFIX) && !isKnown(key, seen))
                .forEach(key -> problems.add(key, unknown(key, seen)));
    }

    private static boolean isKnown(String key, Set<String> ids) {
        return ids.stream().anyMatch(id -> EACH.stream().anyMatch(each -> key.equals(prefix(id) + each.name())));
    }

    private static String unknown(String key, Set<String> ids) {
        return ids.stream().anyMatch(id -> key.startsWith(prefix(id)))
                ? "Unknown config key '" + key + "': nothing reads it. A query has "
                        + String.join(", ", EACH.stream().map(Key::name).toList()) + "."
                : "Nothing reads '" + key + "', as its query is not in queries. Add it there, or correct the name.";
    }

    /** The queries of a config that has no problems. */
    static List<QuerySettings> in(Map<String, String> given, Map<String, Object> parsed, CursorSettings general) {
        String topicPrefix = RecordKeys.TOPIC_PREFIX.optionalIn(parsed).orElse("");
        List<QuerySettings> queries = new ArrayList<>();
        // As other connectors have it, the prefix is the whole of the topic's name.
        TableKeys.QUERY
                .optionalIn(parsed)
                .map(sql -> new QuerySettings(new NamedQuery(ONLY, sql), topicPrefix, general.ofOnlyQuery()))
                .ifPresent(queries::add);
        for (String id : TableKeys.QUERIES.in(parsed)) {
            Map<String, Object> own = definition().parse(of(id, given));
            queries.add(new QuerySettings(
                    new NamedQuery(id, SQL.in(own)),
                    TOPIC.optionalIn(own).orElse(topicPrefix + id),
                    general.ofQuery(prefix(id), own)));
        }
        return List.copyOf(queries);
    }

    /** The key that says which topic a query has. */
    static String topicKey(NamedQuery query) {
        return query.id().equals(ONLY) ? RecordKeys.TOPIC_PREFIX.name() : prefix(query.id()) + TOPIC.name();
    }

    static String prefix(String id) {
        return PREFIX + id + ".";
    }

    private static ConfigDef definition() {
        return Key.define(EACH);
    }

    private static Map<String, String> of(String id, Map<String, String> given) {
        Map<String, String> own = new HashMap<>();
        given.forEach((key, value) -> {
            if (key.startsWith(prefix(id))) {
                own.put(key.substring(prefix(id).length()), value);
            }
        });
        return own;
    }
}
