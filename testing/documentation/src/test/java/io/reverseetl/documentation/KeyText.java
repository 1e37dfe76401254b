// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/**
 * The text of a key: plain text with literals between backticks. Each other key of the same page that it names becomes a
 * link.
 *
 * @param names all keys of the page
 * @param heading the heading of a key, without markup
 */
record KeyText(Set<String> names, UnaryOperator<String> heading) {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static KeyText linking(ConfigDef definition, UnaryOperator<String> heading) {
        return new KeyText(definition.names(), heading);
    }

    String of(ConfigKey key) {
        return CODE.matcher(key.documentation).replaceAll(code -> Matcher.quoteReplacement(link(key, code)));
    }

    private String link(ConfigKey within, MatchResult code) {
        String name = code.group(1).split("=", 2)[0];
        boolean other = names.contains(name) && !name.equals(within.name);
        return other ? Anchors.link(code.group(), heading.apply(name)) : code.group();
    }
}
