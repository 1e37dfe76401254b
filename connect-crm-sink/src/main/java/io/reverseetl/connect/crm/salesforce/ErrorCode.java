// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The error codes of Salesforce that are known, and what each means for a record. Codes are the same for a whole
 * request. Any other code rejects the record.
 */
enum ErrorCode {
    UNABLE_TO_LOCK_ROW(Action.RETRY, "another transaction holds the record, or one that it refers to"),
    SERVER_UNAVAILABLE(Action.RETRY, "the server is busy"),
    REQUEST_RUNNING_TOO_LONG(Action.RETRY, "the request took too long"),
    QUERY_TIMEOUT(Action.RETRY, "the lookup of ids took too long"),
    UNKNOWN_EXCEPTION(Action.RETRY, "an error of Salesforce's own"),
    ALL_OR_NONE_OPERATION_ROLLED_BACK(Action.RETRY, "rolled back because of another record"),
    PROCESSING_HALTED(Action.RETRY, "not tried because of another record"),

    REQUEST_LIMIT_EXCEEDED(Action.RETRY, "too many calls: see the quota"),

    REQUIRED_FIELD_MISSING(Action.REJECT, "a field that must have a value has none"),
    STRING_TOO_LONG(Action.REJECT, "a text is longer than its field"),
    NUMBER_OUTSIDE_VALID_RANGE(Action.REJECT, "a number is larger than its field allows"),
    INVALID_EMAIL_ADDRESS(Action.REJECT, "no email address"),
    INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST(Action.REJECT, "a value that the picklist does not have"),
    INVALID_TYPE_ON_FIELD_IN_RECORD(Action.REJECT, "a value of another type than its field"),
    FIELD_CUSTOM_VALIDATION_EXCEPTION(Action.REJECT, "a validation rule of the org refuses it"),
    FIELD_FILTER_VALIDATION_EXCEPTION(Action.REJECT, "a lookup filter refuses it"),
    FIELD_INTEGRITY_EXCEPTION(Action.REJECT, "fields contradict each other"),
    CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY(Action.REJECT, "a trigger or flow of the org refuses it"),
    DUPLICATES_DETECTED(Action.REJECT, "a duplicate rule of the org refuses it"),
    DUPLICATE_VALUE(Action.REJECT, "another record has the value of a unique field"),
    DUPLICATE_EXTERNAL_ID(Action.REJECT, "several records have the external id"),
    MULTIPLE_CHOICES(Action.REJECT, "the same, as the answer HTTP 300"),
    MALFORMED_ID(Action.REJECT, "no id of Salesforce"),
    INVALID_CROSS_REFERENCE_KEY(Action.REJECT, "it refers to a record that does not exist"),
    INSUFFICIENT_ACCESS_OR_READONLY(Action.REJECT, "the user may not change this record"),
    INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY(Action.REJECT, "the user may not use a record that it refers to"),
    ENTITY_IS_DELETED(Action.REJECT, "the record is in the recycle bin; when it is to be deleted, that is done"),
    ENTITY_IS_LOCKED(Action.REJECT, "an approval process holds the record"),
    DELETE_FAILED(Action.REJECT, "other records need it"),

    INVALID_FIELD(Action.FAIL, "no such field; a related record that does not exist rejects the record"),
    INVALID_FIELD_FOR_INSERT_UPDATE(Action.FAIL, "the field cannot be written, or not by this user"),
    INVALID_TYPE(Action.FAIL, "no such object type, or not for this user"),
    NOT_FOUND(Action.FAIL, "no such object type, field or API version"),
    INVALID_SESSION_ID(Action.FAIL, "the token is refused, a new one too"),
    API_DISABLED_FOR_ORG(Action.FAIL, "the org or its user has no API access"),
    API_CURRENTLY_DISABLED(Action.FAIL, "the org has its API switched off"),
    STORAGE_LIMIT_EXCEEDED(Action.FAIL, "the org's storage is full");

    /** What is done about an error. */
    enum Action {
        /** The record is sent again. */
        RETRY,
        /** The record goes to the dead letter queue. */
        REJECT,
        /** The task fails, as each record would fare the same. */
        FAIL
    }

    private final Action action;
    private final String meaning;

    ErrorCode(Action action, String meaning) {
        this.action = action;
        this.meaning = meaning;
    }

    static Optional<ErrorCode> of(String code) {
        return Stream.of(values()).filter(known -> known.name().equals(code)).findFirst();
    }

    Action action() {
        return action;
    }

    /** In words of ours, for the user guide and for messages. */
    String meaning() {
        return meaning;
    }
}
