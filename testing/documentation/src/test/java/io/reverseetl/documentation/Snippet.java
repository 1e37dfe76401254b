// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command, a piece of config, or another text that a page sets apart.
 *
 * @param page where it stands, below the project's root
 * @param line its first, from 1
 * @param namedFile the file that the text before says it is, or empty
 */
record Snippet(Path page, int line, String namedFile, String text) {

    private static final Set<String> COMMANDS = Set.of(
            "./quickstart.sh",
            "build/check-reproducible.sh",
            "cd",
            "curl",
            "docker",
            "jq",
            "kafka-console-consumer.sh",
            "kafka-console-producer.sh",
            "kafka-topics.sh",
            "kubectl",
            "mvn",
            "printf",
            "unzip");

    private static final Set<String> SQL = Set.of("ALTER", "CREATE", "GRANT", "SELECT", "UPDATE");

    private static final Pattern PROPERTIES = Pattern.compile("([a-z.]+=\\S+\\n?)+");

    /** What can be done with a snippet to see that it is right. */
    enum Kind {
        /** For bash, on the page's place. */
        COMMANDS,
        SQL,
        /** The body of a request that sets offsets. */
        OFFSETS,
        /** A connector's config, as a whole or in part. */
        CONFIG,
        /** Lines of a worker's configuration. */
        PROPERTIES,
        /** Pictures, outputs, formulas. */
        OTHER
    }

    Kind kind() {
        String first = text.split("\\s", 2)[0];
        if (COMMANDS.contains(first)) {
            return Kind.COMMANDS;
        }
        if (SQL.contains(first)) {
            return Kind.SQL;
        }
        if (text.startsWith("{\"offsets\":")) {
            return Kind.OFFSETS;
        }
        if (ConfigText.read(text).isPresent()) {
            return Kind.CONFIG;
        }
        return PROPERTIES.matcher(text).matches() ? Kind.PROPERTIES : Kind.OTHER;
    }

    @Override
    public String toString() {
        return page + ":" + line + " " + text.lines().findFirst().orElse("");
    }
}
