// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * What the config says of HubSpot.
 *
 * @param crm what it says for any CRM
 * @param associations what objects are associated with
 * @param associationWait how long a record waits for what it is to be associated with
 */
record HubSpotSettings(AdapterSettings crm, HubSpotApi api, List<Association> associations, Duration associationWait) {

    private static final String GROUP = "HubSpot";

    static final Key<String> API_VERSION = Key.text("hubspot.api.version")
            .defaultsTo("v3")
            .validated(new ConfigDef.NonEmptyString())
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The version of HubSpot's API: `v3`, or a date such as `2026-03` for the dated versions.");

    static final Key<List<String>> ASSOCIATIONS = Key.list("hubspot.associations")
            .defaultsTo(List.of())
            .group(GROUP)
            .doc("What objects are associated with, as `field=type.property`: `company_no=companies.company_no`"
                    + " associates each object with the company whose unique property `company_no` has the value of the"
                    + " field `company_no`. The field itself becomes no property.");

    static final Key<Duration> ASSOCIATION_WAIT = Key.millis("hubspot.associations.wait.ms")
            .defaultsTo(60_000L)
            .between(0, Duration.ofDays(1).toMillis())
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("How long a record waits for an object that it is to be associated with and that does not exist yet,"
                    + " before it is rejected.");

    private static final String VERSIONS = "v\\d{1,2}|\\d{4}-\\d{2}";

    HubSpotSettings {
        associations = List.copyOf(associations);
    }

    /** Reads what {@link #check} has found nothing wrong with. */
    static HubSpotSettings of(AdapterSettings crm) {
        return new HubSpotSettings(
                crm,
                new HubSpotApi(crm.url(), API_VERSION.in(crm.own())),
                ASSOCIATIONS.in(crm.own()).stream()
                        .flatMap(entry -> Association.parse(entry).stream())
                        .toList(),
                ASSOCIATION_WAIT.in(crm.own()));
    }

    /** The other type of an association, as if its objects were written: what is said of it is said of the key. */
    AdapterSettings other(Association association) {
        return new AdapterSettings(
                crm.url(), association.object(), association.property(), NullPolicy.CLEAR, crm.own());
    }

    /** Whether a field says what the object is associated with. Asked for each field of each record. */
    boolean isAssociation(String field) {
        for (Association association : associations) {
            if (association.field().equals(field)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a field becomes a property: an id that HubSpot has given out cannot be set. */
    boolean isProperty(String field) {
        boolean isGivenId =
                field.equals(ObjectTypes.RECORD_ID) && crm.idProperty().equals(field);
        return !isGivenId && !isAssociation(field);
    }

    /** Adds what is wrong whatever HubSpot says. */
    static void check(AdapterSettings crm, Problems problems) {
        if (!API_VERSION.in(crm.own()).matches(VERSIONS)) {
            problems.add(API_VERSION, "HubSpot has no such API version: write v3, or a date such as 2026-03.");
        }
        checkId(crm, problems);
        for (String entry : ASSOCIATIONS.in(crm.own())) {
            Optional<Association> association = Association.parse(entry);
            if (association.isEmpty()) {
                problems.add(
                        ASSOCIATIONS,
                        "'" + entry + "' is not field=type.property, for example company_no=companies.company_no.");
            }
            association
                    .filter(each -> ObjectTypes.isFalseFriend(each.object(), each.property()))
                    .ifPresent(each -> problems.add(ASSOCIATIONS, Advice.falseFriend(each.property())));
        }
    }

    private static void checkId(AdapterSettings crm, Problems problems) {
        String id = crm.idProperty();
        if (id.equals(ObjectTypes.RECORD_ID) && crm.write() != Operation.UPDATE) {
            problems.add(
                    CommonKeys.ID_PROPERTY,
                    "HubSpot gives out hs_object_id itself and cannot create an object by it. Set write.mode=update, or"
                            + " id.property to a property of yours that was created with unique values.");
        }
        if (ObjectTypes.isFalseFriend(crm.object(), id)) {
            problems.add(CommonKeys.ID_PROPERTY, Advice.falseFriend(id));
        }
        if (id.equals("email") && crm.ignoresNulls()) {
            problems.add(
                    CommonKeys.NULL_POLICY,
                    "HubSpot supports no partial updates of contacts by email. Set null.policy=clear and send all"
                            + " mapped properties, or set id.property to a property of yours with unique values.");
        }
    }
}
