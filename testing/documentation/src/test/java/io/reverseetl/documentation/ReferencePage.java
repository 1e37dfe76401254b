// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** A page of the config reference, in Markdown as GitHub shows it. Sections are added in their order. */
final class ReferencePage {

    private static final String ORIGIN =
            "<!-- Generated from the code by testing/documentation: a key's text is changed where the key is declared. -->";

    private final StringBuilder markdown = new StringBuilder();

    ReferencePage(String title, String introduction) {
        paragraph(ORIGIN);
        paragraph("# " + title);
        paragraph(introduction);
    }

    /**
     * Adds the keys of a connector: an overview, and a section for each group in the order in which keys are declared.
     *
     * @param notes what is to be said of a whole group, by its name
     */
    ReferencePage groups(ConfigDef definition, Map<String, String> notes) {
        Map<String, List<ConfigKey>> groups = inOrder(definition).stream()
                .collect(Collectors.groupingBy(
                        key -> key.group, () -> new TreeMap<>(byFirstKey(definition)), Collectors.toList()));
        markdown.append("| group | keys |\n| --- | --- |\n");
        groups.forEach((group, keys) -> markdown.append("| ")
                .append(Anchors.link(group, group))
                .append(" | ")
                .append(keys.stream()
                        .map(key -> Anchors.link("`" + key.name + "`", key.name))
                        .collect(Collectors.joining(", ")))
                .append(" |\n"));
        markdown.append('\n');
        groups.forEach((group, keys) -> {
            paragraph("## " + group);
            if (notes.containsKey(group)) {
                paragraph(notes.get(group));
            }
            keys.forEach(key -> key("`" + key.name + "`", key, KeyText.linking(definition, name -> name)));
        });
        return this;
    }

    /**
     * Adds a transform or predicate, in a section of its own.
     *
     * @param classes what a user may write as its type
     */
    ReferencePage plugin(String name, String overview, Collection<String> classes, ConfigDef definition) {
        paragraph("## " + name);
        paragraph(overview);
        paragraph(classes.stream().map(type -> "`" + type + "`").collect(Collectors.joining(", ", "Type: ", "")));
        if (definition.names().isEmpty()) {
            paragraph("It has no keys.");
        }
        KeyText text = KeyText.linking(definition, key -> name + " " + key);
        inOrder(definition).forEach(key -> key(name + ": `" + key.name + "`", key, text));
        return this;
    }

    private void key(String heading, ConfigKey key, KeyText text) {
        paragraph("### " + heading);
        paragraph(text.of(key));
        List<String> facts = KeyFacts.of(key);
        facts.forEach(fact -> markdown.append("- ").append(fact).append('\n'));
        markdown.append('\n');
    }

    private void paragraph(String text) {
        markdown.append(text).append("\n\n");
    }

    private static List<ConfigKey> inOrder(ConfigDef definition) {
        return definition.configKeys().values().stream()
                .sorted(Comparator.comparingInt(key -> key.orderInGroup))
                .toList();
    }

    private static Comparator<String> byFirstKey(ConfigDef definition) {
        List<String> groups =
                inOrder(definition).stream().map(key -> key.group).distinct().toList();
        return Comparator.comparingInt(groups::indexOf);
    }

    /** The page, with one line break at its end. */
    String markdown() {
        return markdown.toString().stripTrailing() + "\n";
    }
}
