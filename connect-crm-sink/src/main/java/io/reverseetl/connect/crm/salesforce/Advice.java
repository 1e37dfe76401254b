// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import io.reverseetl.connect.crm.spi.AdapterSettings;
import java.util.List;

/** What to do about an answer that no retry will change: in the same words during validation and at work. */
record Advice(AdapterSettings settings) {

    /** About an error that each record would meet. */
    String failed(SalesforceError error, int status) {
        String named = " (HTTP " + status + ", " + error.code() + ")";
        return ErrorCode.of(error.code())
                .map(code -> switch (code) {
                    case INVALID_SESSION_ID -> tokenRefused();
                    case INVALID_TYPE, NOT_FOUND -> objectUnknown(status);
                    case INVALID_FIELD -> fieldUnknown(error.fields());
                    case INVALID_FIELD_FOR_INSERT_UPDATE -> fieldReadOnly(error.fields());
                    case STORAGE_LIMIT_EXCEEDED ->
                        "The storage of the Salesforce org is full" + named + ". Free some, then restart the task.";
                    default -> forbidden(status);
                })
                .orElseGet(() -> forbidden(status));
    }

    String tokenRefused() {
        return "Salesforce refused the token (HTTP 401). Set auth.type=client-credentials or jwt-bearer with their keys,"
                + " so that a token that has expired is replaced, and check crm.url.";
    }

    String forbidden(int status) {
        return "Salesforce does not let the user of the token do this (HTTP " + status
                + "). Give it the permission 'API Enabled', and access to the object type '" + settings.object()
                + "' and its fields.";
    }

    String objectUnknown(int status) {
        return "Salesforce has no object type '" + settings.object() + "', or none with the field '"
                + settings.idProperty() + "', that the user of the token may see at " + settings.url() + " (HTTP "
                + status + "). Set crm.object to an API name, for example Contact or Invoice__c, and check crm.url and"
                + " salesforce.api.version.";
    }

    String idFieldMissing() {
        return "The object type '" + settings.object() + "' has no field '" + settings.idProperty()
                + "' that the user of the token may see. Create it in Salesforce as an external id with unique values,"
                + " or set id.property to one that exists.";
    }

    String idFieldNotUnique() {
        return "Salesforce cannot find one '" + settings.object() + "' by '" + settings.idProperty()
                + "': the field has to be marked as External ID and as Unique. Change it in Salesforce, or set"
                + " id.property to another field.";
    }

    String idFieldNotText() {
        return "Objects of which '" + settings.idProperty() + "' is no text cannot be looked up. Make it a text field,"
                + " or set write.mode=upsert and delete.mode=fail.";
    }

    String fieldUnknown(List<String> names) {
        return "The object type '" + settings.object() + "' has no field " + which(names)
                + " that the user of the token may see. Create it in Salesforce, give access to it, or drop or rename"
                + " the field with a transform, then restart the task.";
    }

    String relationshipUnquoted(List<String> names) {
        return which(names) + " leads to another record, and is no field of the object type '" + settings.object()
                + "'. A reference by external id is one name: put it in double quotes in the mapping, for example"
                + " \"" + names.get(0) + ".Number__c\" = number.";
    }

    String fieldReadOnly(List<String> names) {
        return "Salesforce does not let the user of the token write " + which(names) + " of the object type '"
                + settings.object() + "'. Give access to it, or drop or rename the field with a transform.";
    }

    private static String which(List<String> names) {
        return names.isEmpty() ? "for one of the records' fields" : "'" + String.join("', '", names) + "'";
    }

    String redirected(int status) {
        return "The server at " + settings.url() + " answered with a redirect (HTTP " + status
                + "), which is not followed as it would carry records elsewhere. Set crm.url to the org's own address,"
                + " https://<My Domain>.my.salesforce.com.";
    }

    String notUnderstood(int status) {
        return "The server at " + settings.url() + " did not accept the kind of request (HTTP " + status
                + "). Check crm.url and salesforce.api.version.";
    }
}
