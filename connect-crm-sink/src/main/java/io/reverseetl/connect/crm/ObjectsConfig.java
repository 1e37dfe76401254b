// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.engine.IdChange;
import io.reverseetl.connect.crm.record.IdSource;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CrmAdapterProvider;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Reads what the config says of the objects that are written: of one type by {@code crm.object}, or of several by {@code
 * objects}, each of which may have its own value for some keys.
 */
final class ObjectsConfig {

    /** Object types and properties become parts of URLs. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_\\-]+");

    private static final String TOPIC = "topic";

    private static final Set<String> OWN = Stream.of(
                    SinkKeys.ID_PROPERTY,
                    SinkKeys.ID_FROM,
                    SinkKeys.ID_CHANGE,
                    SinkKeys.NULL_POLICY,
                    SinkKeys.NULL_POLICY_FIELDS,
                    SinkKeys.WRITE_MODE,
                    SinkKeys.DELETE_MODE,
                    SinkKeys.CLEAR_PROPERTIES)
            .map(Key::name)
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, String> config;
    private final ConfigDef definition;
    private final Problems problems;

    ObjectsConfig(Map<String, String> config, ConfigDef definition, Problems problems) {
        this.config = config;
        this.definition = definition;
        this.problems = problems;
    }

    /** The object types of {@code objects}; none if there is one only. */
    private List<String> several() {
        return Stream.of(config.getOrDefault(SinkKeys.OBJECTS.name(), "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** The names of the keys that may be given for one type alone. */
    List<String> names() {
        return several().stream()
                .flatMap(object ->
                        Stream.concat(Stream.of(TOPIC), OWN.stream()).map(key -> ObjectSettings.ownKey(object, key)))
                .toList();
    }

    /** Adds what is missing, as far as that can be told from the keys alone. */
    void checkPresence() {
        if (!isGiven(SinkKeys.ID_PROPERTY.name()) && !eachHasItsIdProperty()) {
            problems.add(
                    SinkKeys.ID_PROPERTY,
                    "Set id.property to the property of the CRM that identifies an object, for example customer_id.");
        }
        if (isGiven(SinkKeys.OBJECT.name()) == !several().isEmpty()) {
            problems.add(
                    SinkKeys.OBJECT,
                    "Set crm.object to the type of the objects to write, for example contacts, or objects to several"
                            + " types: one of the two.");
        } else {
            checkTopics();
        }
    }

    private boolean eachHasItsIdProperty() {
        return !several().isEmpty()
                && several().stream()
                        .allMatch(object -> isGiven(ObjectSettings.ownKey(object, SinkKeys.ID_PROPERTY.name())));
    }

    private void checkTopics() {
        Set<String> topics = new TreeSet<>();
        for (String object : several()) {
            String key = ObjectSettings.ownKey(object, TOPIC);
            String topic = config.getOrDefault(key, "").strip();
            if (topic.isEmpty()) {
                problems.add(key, "Set " + key + " to the topic with the records of " + object + ".");
            } else if (!topics.add(topic)) {
                problems.add(
                        key, "The topic " + topic + " has records of one type of objects only: give each its own.");
            }
        }
    }

    private boolean isGiven(String key) {
        // As Connect reads it, which takes control characters for spaces.
        return !config.getOrDefault(key, "").trim().isEmpty();
    }

    /** Reads each type; what is wrong with one is added to the problems. */
    List<ObjectSettings> read(Map<String, Object> parsed, CrmAdapterProvider provider, URI url) {
        if (several().isEmpty()) {
            return new One(SinkKeys.OBJECT.in(parsed), Optional.empty(), Set.of())
                    .read(parsed, provider, url).stream().toList();
        }
        List<ObjectSettings> all = new ArrayList<>();
        for (String object : several()) {
            Map<String, String> merged = new HashMap<>(config);
            Set<String> own = new TreeSet<>();
            for (String key : OWN) {
                String given = config.get(ObjectSettings.ownKey(object, key));
                if (given != null) {
                    merged.put(key, given);
                    own.add(key);
                }
            }
            Optional<String> topic = Optional.of(config.getOrDefault(ObjectSettings.ownKey(object, TOPIC), ""));
            One one = new One(object, topic, own);
            if (one.isReadable(merged)) {
                one.read(definition.parse(merged), provider, url).ifPresent(all::add);
            }
        }
        return all;
    }

    /** One type of objects, and the keys that are given for it alone. */
    private final class One {

        private final String object;
        private final Optional<String> topic;
        private final Set<String> own;

        private One(String object, Optional<String> topic, Set<String> own) {
            this.object = object;
            this.topic = topic;
            this.own = own;
        }

        private boolean isReadable(Map<String, String> merged) {
            Map<String, List<String>> wrong = new TreeMap<>();
            definition.validate(merged).stream()
                    .filter(value -> own.contains(value.name()))
                    .filter(value -> !value.errorMessages().isEmpty())
                    .forEach(value -> wrong.put(value.name(), value.errorMessages()));
            wrong.forEach((key, messages) -> messages.forEach(message -> add(key, message)));
            return wrong.isEmpty();
        }

        private void add(String key, String message) {
            problems.add(own.contains(key) ? ObjectSettings.ownKey(object, key) : key, message);
        }

        private Optional<ObjectSettings> read(Map<String, Object> parsed, CrmAdapterProvider provider, URI url) {
            Optional<IdSource> idFrom = IdSource.parse(SinkKeys.ID_FROM.in(parsed));
            if (idFrom.isEmpty()) {
                add(SinkKeys.ID_FROM.name(), "Write key, key.<field> or value.<field>, for example key.customer_id.");
            }
            String idProperty = SinkKeys.ID_PROPERTY.in(parsed);
            checkName(topic.isPresent() ? SinkKeys.OBJECTS.name() : SinkKeys.OBJECT.name(), object);
            checkName(SinkKeys.ID_PROPERTY.name(), idProperty);
            WriteMode write = SinkKeys.WRITE_MODE.in(parsed);
            AdapterSettings crm = new AdapterSettings(
                    url,
                    object,
                    idProperty,
                    SinkKeys.NULL_POLICY.in(parsed),
                    nullPolicies(SinkKeys.NULL_POLICY_FIELDS.in(parsed)),
                    write.operation(),
                    SinkKeys.CLEAR_PROPERTIES.in(parsed),
                    parsed);
            checkOperations(parsed, crm, provider);
            Problems found = new Problems();
            provider.check(crm, found);
            found.byKey().forEach((key, messages) -> messages.forEach(message -> add(key, message)));
            return idFrom.map(source -> new ObjectSettings(
                    topic,
                    crm,
                    MappedFields.of(config, topic),
                    source,
                    idChange(parsed, source, provider),
                    SinkKeys.DELETE_MODE.in(parsed),
                    Set.copyOf(own)));
        }

        /** An id out of the key never changes; one out of the value needs a memory, and a CRM that can follow it. */
        private IdChange idChange(Map<String, Object> parsed, IdSource idFrom, CrmAdapterProvider provider) {
            Set<Operation> possible = provider.operations(object);
            boolean remembers = StateKeys.STATE_TOPIC.optionalIn(parsed).isPresent();
            IdChange usual = remembers && possible.contains(Operation.UPDATE_KNOWN) ? IdChange.REKEY : IdChange.ORPHAN;
            IdChange wanted = SinkKeys.ID_CHANGE.optionalIn(parsed).orElse(usual);
            if (idFrom.part() == IdSource.Part.KEY || wanted == IdChange.ORPHAN) {
                return IdChange.ORPHAN;
            }
            if (!remembers) {
                add(
                        SinkKeys.ID_CHANGE.name(),
                        "The sink has to remember which object a record key had: name a topic for it in state.topic, or"
                                + " set id.change=orphan.");
            }
            if (!possible.containsAll(Set.of(Operation.UPDATE_KNOWN, Operation.ARCHIVE))) {
                add(SinkKeys.ID_CHANGE.name(), "This CRM cannot do that with " + object + ". Set id.change to orphan.");
            }
            return wanted;
        }

        private void checkName(String key, String name) {
            if (!NAME.matcher(name).matches()) {
                add(key, "'" + name + "' is not a name: only letters, digits, '_' and '-' may be in it.");
            }
        }

        private Map<String, NullPolicy> nullPolicies(List<String> entries) {
            Map<String, NullPolicy> policies = new HashMap<>();
            for (String entry : entries) {
                int colon = entry.lastIndexOf(':');
                String policy = entry.substring(colon + 1).strip().toUpperCase(Locale.ROOT);
                Optional<NullPolicy> known = Stream.of(NullPolicy.values())
                        .filter(candidate -> candidate.name().equals(policy))
                        .findFirst();
                if (colon < 1 || known.isEmpty()) {
                    add(
                            SinkKeys.NULL_POLICY_FIELDS.name(),
                            "'" + entry + "' is neither field:clear nor field:ignore, for example phone:ignore.");
                } else {
                    policies.put(entry.substring(0, colon).strip(), known.get());
                }
            }
            return policies;
        }

        private void checkOperations(Map<String, Object> parsed, AdapterSettings crm, CrmAdapterProvider provider) {
            Set<Operation> possible = provider.operations(object);
            BiConsumer<String, Stream<String>> refuse = (key, choices) -> add(
                    key,
                    "This CRM cannot do that with " + object + ". Set " + key + " to "
                            + choices.collect(Collectors.joining(" or ")) + ".");
            if (!possible.contains(crm.write())) {
                refuse.accept(
                        SinkKeys.WRITE_MODE.name(),
                        Stream.of(WriteMode.values())
                                .filter(mode -> possible.contains(mode.operation()))
                                .map(mode -> mode.name().toLowerCase(Locale.ROOT)));
            }
            Optional<Operation> removal = SinkKeys.DELETE_MODE.in(parsed).operation();
            if (removal.filter(operation -> !possible.contains(operation)).isPresent()) {
                refuse.accept(
                        SinkKeys.DELETE_MODE.name(),
                        Stream.of(io.reverseetl.connect.crm.record.DeleteMode.values())
                                .filter(mode ->
                                        mode.operation().map(possible::contains).orElse(true))
                                .map(mode -> mode.name().toLowerCase(Locale.ROOT)));
            }
            if (removal.equals(Optional.of(Operation.CLEAR)) && crm.cleared().isEmpty()) {
                add(
                        SinkKeys.CLEAR_PROPERTIES.name(),
                        "delete.mode=clear empties properties: name them in delete.clear.properties.");
            }
        }
    }
}
