// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The topic of a table or query.
 *
 * @param template of tables: text with {@code ${topic.prefix}}, {@code ${schema}} and {@code ${table}}
 * @param ofQueries the queries' topics by the queries' ids
 */
public record TopicNames(String prefix, String template, Map<String, String> ofQueries) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Set<String> VARIABLES = Set.of("topic.prefix", "schema", "table");
    private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9._-]");
    private static final int LONGEST = 249;

    /** The topic of a table or query; a character that Kafka does not allow there becomes an underscore. */
    public String topic(Relation relation) {
        String topic = relation instanceof NamedQuery query
                ? ofQueries.getOrDefault(query.id(), "")
                : ofTemplate((TableName) relation);
        return ILLEGAL.matcher(topic).replaceAll("_");
    }

    private String ofTemplate(TableName table) {
        Map<String, String> values = Map.of("topic.prefix", prefix, "schema", table.schema(), "table", table.name());
        return VARIABLE.matcher(template)
                .replaceAll(variable -> Matcher.quoteReplacement(values.getOrDefault(variable.group(1), "")));
    }

    /** What is wrong with a template, whatever the table. */
    public static Optional<String> problem(String template) {
        return VARIABLE.matcher(template)
                .results()
                .filter(variable -> !VARIABLES.contains(variable.group(1)))
                .findFirst()
                .map(variable ->
                        variable.group() + " is not a variable of it. Use ${topic.prefix}, ${schema} and ${table}.");
    }

    /** What is wrong with the name of a topic, which Kafka would refuse. */
    public static Optional<String> problemOfTopic(String topic) {
        boolean reserved = topic.isEmpty() || topic.equals(".") || topic.equals("..");
        return reserved || topic.length() > LONGEST
                ? Optional.of("Kafka takes names of 1 to " + LONGEST + " characters, other than . and ..")
                : Optional.empty();
    }
}
