// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import java.util.Set;
import java.util.regex.Pattern;

/** What is known of object types by their names alone. A config may name one by its plural, singular or type id. */
final class ObjectTypes {

    /** HubSpot's own id of an object: a property that everything has and that nobody can set. */
    static final String RECORD_ID = "hs_object_id";

    private static final Set<String> CONTACTS = Set.of("contacts", "contact", "0-1");
    private static final Set<String> COMPANIES = Set.of("companies", "company", "0-2");

    /** A fully qualified name such as {@code p123_car}, or a type id such as {@code 2-123456}. */
    private static final Pattern CUSTOM = Pattern.compile("p\\d+_.+|2-\\d+");

    private ObjectTypes() {}

    static boolean isContacts(String object) {
        return CONTACTS.contains(object);
    }

    /** Whether objects of a type are found by a property that HubSpot does not call unique. */
    static boolean areFoundBy(String object, String property) {
        return property.equals(RECORD_ID) || (isContacts(object) && property.equals("email"));
    }

    /** Whether a property only looks as if it told one object from another: many companies may have one domain. */
    static boolean isFalseFriend(String object, String property) {
        return COMPANIES.contains(object) && property.equals("domain");
    }

    /** The object type's part in the name of a scope. */
    static String scope(String object) {
        return CUSTOM.matcher(object).matches() ? "custom" : object;
    }
}
