// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds placeholders of config providers, such as <code>${env:NAME}</code>, that the worker has not replaced. Used as
 * they are, they would be tried as an address or sent to somebody as a password.
 */
public final class Placeholders {

    /** A provider has a name: what else stands in braces may be a part of a password, and is not shown. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\w.-]+):[^{}]*}");

    private Placeholders() {}

    /**
     * Describes each value that still has a placeholder.
     *
     * @param given a connector's config, as the worker has passed it on
     * @param concerned which keys to look at
     * @return a message by key, which names the placeholder and nothing else of the value
     */
    public static Map<String, String> describe(Map<String, String> given, Predicate<String> concerned) {
        Map<String, String> messages = new TreeMap<>();
        given.forEach((key, value) -> {
            Matcher placeholder = PLACEHOLDER.matcher(value == null ? "" : value);
            if (concerned.test(key) && placeholder.find()) {
                messages.put(
                        key,
                        "The worker has not replaced " + placeholder.group() + ". Check that its configuration has"
                                + " config.providers=" + placeholder.group(1) + ", and that there is such a variable or"
                                + " entry.");
            }
        });
        return messages;
    }
}
