// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.engine.IdChange;
import io.reverseetl.connect.crm.record.DeleteMode;
import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.support.Key;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The config keys of what is written where, that the sink has for every CRM, in the order in which they are shown. */
final class SinkKeys {

    private static final String CRM = "CRM";
    private static final String RECORDS = "Records";

    private static final ConfigDef.Validator NOT_EMPTY = new ConfigDef.NonEmptyString();

    static final Key<String> TYPE = Key.text("crm.type")
            .validated(NOT_EMPTY)
            .group(CRM)
            .importance(Importance.HIGH)
            .doc("The kind of CRM to write to: `hubspot`, `salesforce`, `rest` for any other, described by"
                    + " `rest.*`, or the type of an adapter whose jar is in the plugin's folder.");

    static final Key<String> URL = Key.text(CommonKeys.URL)
            .optional()
            .group(CRM)
            .importance(Importance.MEDIUM)
            .width(Width.LONG)
            .doc("The base URL of the CRM's API. By default the CRM's own public one.");

    static final Key<String> OBJECT = Key.text(CommonKeys.OBJECT)
            .optional()
            .group(CRM)
            .importance(Importance.HIGH)
            .doc("The type of the objects to write, for example `contacts`. Required, unless there are several in"
                    + " `objects`.");

    static final Key<String> ID_PROPERTY = Key.text(CommonKeys.ID_PROPERTY)
            .optional()
            .group(CRM)
            .importance(Importance.HIGH)
            .doc("The property that identifies an object in the CRM, for example `customer_id`. Required. Its"
                    + " values must be unique there. A record creates the object if there is none with its id, and"
                    + " updates it otherwise.");

    static final Key<Boolean> VALIDATE_LIVE = Key.flag("validate.live")
            .defaultsTo(true)
            .group(CRM)
            .importance(Importance.LOW)
            .doc("Whether validation asks the CRM if the credentials work and the object type and id property"
                    + " exist, which takes 10 seconds at the most. Set it to `false` to change the config while the CRM"
                    + " cannot be reached.");

    static final Key<String> ID_FROM = Key.text("id.from")
            .defaultsTo("key")
            .validated(NOT_EMPTY)
            .group(RECORDS)
            .importance(Importance.HIGH)
            .doc("Where a record's external id comes from: `key` (one value, or a struct with one field),"
                    + " `key.<field>` or `value.<field>`. With `value.<field>` see `id.change`: without `state.topic` a"
                    + " row whose field changes leaves its object behind, a tombstone is rejected, and records of one"
                    + " object are in order only if they are in one partition.");

    static final Key<IdChange> ID_CHANGE = Key.choice("id.change", IdChange.class, SinkKeys::lowerCase)
            .optional()
            .group(RECORDS)
            .importance(Importance.MEDIUM)
            .doc("With `id.from=value.<field>`: what becomes of a record key's object when the id changes. `rekey`"
                    + " gives the object the new id, `archive` puts it away and creates another, `orphan` leaves it. By"
                    + " default `rekey` with `state.topic`, if the CRM can, and otherwise `orphan`. With `rekey` and"
                    + " `archive` the sink remembers each key's object in `state.topic`: a tombstone finds it, and an"
                    + " id under two keys is rejected.");

    static final Key<NullPolicy> NULL_POLICY = Key.choice(CommonKeys.NULL_POLICY, NullPolicy.class, SinkKeys::lowerCase)
            .defaultsTo("clear")
            .group(RECORDS)
            .importance(Importance.MEDIUM)
            .doc("What a field without a value does: `clear` empties the property, `ignore` leaves it as it is.");

    static final Key<List<String>> NULL_POLICY_FIELDS = Key.list("null.policy.fields")
            .defaultsTo("")
            .group(RECORDS)
            .importance(Importance.LOW)
            .doc("Fields whose null means something else than `null.policy` says, as `field:clear` or"
                    + " `field:ignore`, for example `phone:ignore`.");

    static final Key<WriteMode> WRITE_MODE = Key.choice("write.mode", WriteMode.class, SinkKeys::lowerCase)
            .defaultsTo("upsert")
            .group(RECORDS)
            .importance(Importance.MEDIUM)
            .doc("What a record with a value does: `upsert` creates the object or updates it, `update` rejects the"
                    + " record if the object does not exist, `insert` if it does.");

    static final Key<DeleteMode> DELETE_MODE = Key.choice(CommonKeys.DELETE_MODE, DeleteMode.class, SinkKeys::lowerCase)
            .defaultsTo("fail")
            .group(RECORDS)
            .importance(Importance.MEDIUM)
            .doc("What a record without a value (a tombstone) does: `ignore` passes over it, `fail` rejects it,"
                    + " `archive` puts the object away, `delete` deletes it, `gdpr` deletes it for good with all that"
                    + " the CRM remembers of it, `clear` empties the properties of `delete.clear.properties`. A CRM may"
                    + " not know all of them.");

    static final Key<List<String>> CLEAR_PROPERTIES = Key.list(CommonKeys.CLEAR_PROPERTIES)
            .defaultsTo("")
            .group(RECORDS)
            .importance(Importance.LOW)
            .doc("The properties that `delete.mode=clear` empties.");

    static final Key<Boolean> DRY_RUN = Key.flag("dry.run")
            .defaultsTo(false)
            .group(RECORDS)
            .importance(Importance.LOW)
            .doc(
                    "Whether everything is done but the writes: records are read, checked, batched and counted, rejected ones"
                            + " are reported, and offsets are committed.");

    static final Key<List<String>> OBJECTS = Key.list("objects")
            .defaultsTo("")
            .group(RECORDS)
            .importance(Importance.LOW)
            .doc("Object types, if the topics hold records of several, instead of `crm.object`. For each, for"
                    + " example `contacts`, `objects.contacts.topic` names its topic, and `objects.contacts.<key>` says"
                    + " what `id.property`, `id.from`, `id.change`, `null.policy`, `null.policy.fields`, `write.mode`,"
                    + " `delete.mode` or `delete.clear.properties` is for it alone.");

    private SinkKeys() {}

    static List<Key<?>> all() {
        return List.of(
                TYPE,
                URL,
                OBJECT,
                ID_PROPERTY,
                VALIDATE_LIVE,
                ID_FROM,
                ID_CHANGE,
                NULL_POLICY,
                NULL_POLICY_FIELDS,
                WRITE_MODE,
                DELETE_MODE,
                CLEAR_PROPERTIES,
                OBJECTS,
                DRY_RUN);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
