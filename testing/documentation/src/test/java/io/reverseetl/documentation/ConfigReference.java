// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import io.reverseetl.connect.crm.CrmSinkConnector;
import io.reverseetl.connect.crm.spi.CrmAdapterProvider;
import io.reverseetl.connect.jdbc.JdbcSourceConnector;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.transforms.MapFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** The pages of {@code docs/reference}, as the code of this build has them. */
final class ConfigReference {

    private static final String CONNECTS_OWN =
            "Beside these a connector has the keys that Connect itself reads: `connector.class`, `tasks.max`, converters,"
                    + " transforms, `errors.*` and others, which are in"
                    + " [Kafka's documentation](https://kafka.apache.org/documentation/#connectconfigs).";

    /** The guide's sections about a group of keys. */
    private static final Map<String, List<String>> SOURCE_GUIDE = Map.of(
            "Database", List.of("Before you start", "TLS"),
            "Tables", List.of("Tables and topics", "Queries"),
            "Changes", List.of("Modes", "Deleted rows"),
            "Watermark", List.of("What is guaranteed", "From a standby"),
            "Records", List.of("Records"),
            "Operation", List.of("Big tables", "Speed", "When something fails"),
            "Rows that are gone", List.of("Deleted rows"));

    private static final Map<String, List<String>> SINK_GUIDE = Map.of(
            "Records", List.of("Which object a record is", "Deletes and modes"),
            "Batches and memory", List.of("Order and batches", "Memory and back-pressure"),
            "Quota", List.of("Quota"),
            "Failure", List.of("When something fails"),
            "Authorization", List.of("Access to the CRM"),
            "Connection", List.of("Access to the CRM"),
            "State and results", List.of("What has not changed", "What became of each record"),
            "Rejected records", List.of("Rejected records"));

    private ConfigReference() {}

    /** All pages, by the names of their files. */
    static Map<String, String> pages() {
        return Map.of(
                "jdbc-source.md", source().markdown(),
                "crm-sink.md", sink().markdown(),
                "transforms.md", transforms().markdown());
    }

    private static ReferencePage source() {
        return new ReferencePage(
                        "Config keys of the JDBC source",
                        "All that `io.reverseetl.connect.jdbc.JdbcSourceConnector` reads. What it does with it is told in"
                                + " [the guide](../source.md). " + CONNECTS_OWN)
                .groups(new JdbcSourceConnector().config(), guideNotes("source.md", SOURCE_GUIDE));
    }

    private static ReferencePage sink() {
        Map<String, String> notes = guideNotes("sink.md", SINK_GUIDE);
        notes.putAll(adapterNotes());
        return new ReferencePage(
                        "Config keys of the CRM sink",
                        "All that `io.reverseetl.connect.crm.CrmSinkConnector` reads. What it does with it is told in"
                                + " [the guide](../sink.md). " + CONNECTS_OWN)
                .groups(new CrmSinkConnector().config(), notes);
    }

    private static Map<String, String> guideNotes(String guide, Map<String, List<String>> sections) {
        Map<String, String> notes = new HashMap<>();
        sections.forEach((group, headings) -> notes.put(
                group,
                headings.stream()
                        .map(heading -> "[" + heading + "](../" + guide + "#" + Anchors.of(heading) + ")")
                        .collect(Collectors.joining(", ", "In the guide: ", "."))));
        return notes;
    }

    /** For which {@code crm.type} a group of keys is. */
    private static Map<String, String> adapterNotes() {
        Map<String, ConfigDef.ConfigKey> keys = new CrmSinkConnector().config().configKeys();
        Map<String, String> notes = new HashMap<>();
        for (CrmAdapterProvider adapter : ServiceLoader.load(CrmAdapterProvider.class)) {
            for (Key<?> key : adapter.keys()) {
                notes.put(
                        keys.get(key.name()).group,
                        "With `crm.type=" + adapter.type() + "`: [more about it](../" + adapter.type() + ".md).");
            }
        }
        return notes;
    }

    private static ReferencePage transforms() {
        ReferencePage page = new ReferencePage(
                "Config keys of the transforms and predicates",
                "All that the plugins of `io.reverseetl.connect.transforms` read. They stand behind the alias of the"
                        + " transform, as `transforms.<alias>.mapping`, or of the predicate, as `predicates.<alias>.from`."
                        + " What they do is told in [the guide](../transforms.md).");
        byName().forEach((name, plugins) -> page.plugin(
                name,
                overview(plugins.get(0)),
                plugins.stream().map(plugin -> plugin.getClass().getName()).toList(),
                definition(plugins.get(0))));
        return page;
    }

    /** Those for keys and values share a name, which is that of the class around them. */
    private static Map<String, List<Versioned>> byName() {
        Collection<Versioned> plugins = new ArrayList<>();
        Stream.<Class<?>>of(Transformation.class, Predicate.class)
                .flatMap(type -> ServiceLoader.load(type).stream())
                .<Object>map(ServiceLoader.Provider::get)
                .filter(plugin -> plugin.getClass().getPackage() == MapFields.class.getPackage())
                .forEach(plugin -> plugins.add((Versioned) plugin));
        return plugins.stream()
                .collect(Collectors.groupingBy(ConfigReference::name, TreeMap::new, Collectors.toList()));
    }

    private static String name(Versioned plugin) {
        Class<?> type = plugin.getClass();
        return (type.isMemberClass() ? type.getEnclosingClass() : type).getSimpleName();
    }

    private static ConfigDef definition(Versioned plugin) {
        return plugin instanceof Transformation<?> transform ? transform.config() : ((Predicate<?>) plugin).config();
    }

    /** What Kafka's own documentation takes a transform's overview from, up to where that lists its classes. */
    private static String overview(Versioned plugin) {
        try {
            return String.valueOf(plugin.getClass().getField("OVERVIEW_DOC").get(null))
                    .split("<p/>", 2)[0];
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(plugin.getClass() + " has no public OVERVIEW_DOC", e);
        }
    }
}
