// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.crm.spi.Reason;
import java.util.List;

/**
 * What to do about an answer that no retry will change: in the same words during validation and at work.
 *
 * @param settings about one object type
 * @param objectKey the config key that names the object type
 * @param idKey the config key that names its id property
 */
record Advice(AdapterSettings settings, String objectKey, String idKey) {

    /** About the objects that are written. */
    static Advice of(AdapterSettings settings) {
        return new Advice(settings, CommonKeys.OBJECT, CommonKeys.ID_PROPERTY);
    }

    /** About objects that those are associated with. */
    static Advice ofOther(AdapterSettings settings) {
        String key = HubSpotSettings.ASSOCIATIONS.name();
        return new Advice(settings, key, key);
    }

    /** A property by which it is tempting to find objects. */
    static String falseFriend(String property) {
        return "Several companies may have one " + property + ", so HubSpot does not find a company by it. Create a"
                + " property of companies with unique values, and name that one.";
    }

    String tokenRefused(String requestId) {
        return "HubSpot refused the token (HTTP 401" + named(requestId)
                + "). Set auth.token to the access token of a private app of this account.";
    }

    String scopeMissing(String requestId) {
        String scope = ObjectTypes.scope(settings.object());
        return "HubSpot says that the token may not do this (HTTP 403" + named(requestId) + "). Give the private app of"
                + " auth.token the scopes crm.objects." + scope + ".read, crm.objects." + scope
                + ".write and crm.schemas." + scope + ".read.";
    }

    String objectUnknown(int status) {
        return "HubSpot does not know the object type '" + settings.object() + "' at " + settings.url()
                + " (HTTP " + status
                + "). Set " + objectKey
                + " to one that it has, for example contacts, companies or deals, and check crm.url and hubspot.api.version.";
    }

    String idPropertyMissing() {
        return "The object type '" + settings.object() + "' has no property '" + settings.idProperty()
                + "'. Create it in HubSpot with unique values, or set " + idKey + " to one that exists.";
    }

    String idPropertyNotUnique() {
        return "HubSpot cannot find an object by '" + settings.idProperty() + "', as the values of that property of '"
                + settings.object() + "' need not be unique. Set " + idKey + " to a property that was created with"
                + " unique values, or to email for contacts.";
    }

    /** About an error that each record would have. */
    String aboutEveryRecord(HubSpotError error) {
        return error.isAboutReadOnlyProperty()
                ? propertyReadOnly(error.properties())
                : propertyUnknown(error.properties());
    }

    String propertyUnknown(List<String> names) {
        String which = names.isEmpty() ? "for one of the records' fields" : "'" + String.join("', '", names) + "'";
        return "The object type '" + settings.object() + "' has no property " + which
                + ". Create it in HubSpot, or drop or rename the field with a transform, then restart the task.";
    }

    String propertyReadOnly(List<String> names) {
        String which = names.isEmpty() ? "one of the properties" : "'" + String.join("', '", names) + "'";
        return "HubSpot itself sets " + which + " of the object type '" + settings.object()
                + "'. Drop or rename the field with a transform.";
    }

    Reason idTaken(int status, String requestId) {
        return new Reason(
                Reason.Category.VALIDATION,
                "ID_TAKEN",
                List.of(settings.idProperty()),
                status,
                requestId,
                "Another object has the new external id: merge the two in HubSpot, or correct the row, and replay this"
                        + " record");
    }

    String redirected(int status) {
        return "The server at " + settings.url() + " answered with a redirect (HTTP " + status
                + "), which is not followed as it would carry records elsewhere. Set crm.url to where the API is.";
    }

    String notUnderstood(int status, String requestId) {
        return "The server at " + settings.url() + " did not accept the kind of request (HTTP " + status
                + named(requestId) + "). Check crm.url and hubspot.api.version.";
    }

    private static String named(String requestId) {
        String word = Reason.word(requestId);
        return word.isEmpty() ? "" : ", request.id=" + word;
    }
}
