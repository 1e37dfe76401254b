// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The config of a file in {@code config-examples}, as a worker passes it on. */
public final class ConfigExample {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+)}");

    private ConfigExample() {}

    /** Reads a file and puts variables in, as the worker's EnvVarConfigProvider does. */
    public static Map<String, String> read(String folder, Map<String, String> environment) throws IOException {
        String json = Files.readString(Path.of("..", "config-examples", folder, "source.json"));
        String resolved = VARIABLE.matcher(json)
                .replaceAll(variable -> Matcher.quoteReplacement(environment.get(variable.group(1))));
        Map<String, String> config = new HashMap<>();
        new ObjectMapper()
                .readTree(resolved)
                .get("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().textValue()));
        return config;
    }
}
