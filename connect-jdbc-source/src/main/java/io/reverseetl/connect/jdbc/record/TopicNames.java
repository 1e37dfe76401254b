// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The topic of a table.
 *
 * @param template text with {@code ${topic.prefix}}, {@code ${schema}} and {@code ${table}}
 */
public record TopicNames(String prefix, String template) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Set<String> VARIABLES = Set.of("topic.prefix", "schema", "table");
    private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9._-]");
    private static final int LONGEST = 249;

    /** The topic of a table; a character that Kafka does not allow there becomes an underscore. */
    public String topic(TableName table) {
        Map<String, String> values = Map.of("topic.prefix", prefix, "schema", table.schema(), "table", table.name());
        String topic = VARIABLE.matcher(template)
                .replaceAll(variable -> Matcher.quoteReplacement(values.getOrDefault(variable.group(1), "")));
        return ILLEGAL.matcher(topic).replaceAll("_");
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
