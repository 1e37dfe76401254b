// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The categories and codes of HubSpot that are known, and what each means for a record. Any other one rejects the
 * record.
 */
enum ErrorCode {
    RATE_LIMITS(Action.RETRY, "HubSpot had too much to do"),
    INTERNAL_ERROR(Action.RETRY, "an error of HubSpot's own"),

    VALIDATION_ERROR(Action.REJECT, "the record is wrong; a code says more, if there is one"),
    INVALID_EMAIL(Action.REJECT, "no email address"),
    INVALID_NUMBER(Action.REJECT, "no number"),
    INVALID_DATE(Action.REJECT, "no date, or one with a time of day"),
    INVALID_OPTION(Action.REJECT, "a value that the property does not have among its options"),
    PROPERTY_VALUE_TOO_LONG(Action.REJECT, "a text of more than 65,536 characters"),
    CONFLICT(Action.REJECT, "another object has the value of a unique property"),
    CONFLICTING_UNIQUE_VALUE(Action.REJECT, "the same"),
    OBJECT_NOT_FOUND(Action.REJECT, "the object to update does not exist; to clear one that does not exist is done"),

    PROPERTY_DOESNT_EXIST(Action.FAIL, "no such property"),
    READ_ONLY_VALUE(Action.FAIL, "a property that HubSpot itself sets");

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

    /** What is done about a category or a code. */
    static Action actionOf(String code) {
        Optional<ErrorCode> known =
                Stream.of(values()).filter(each -> each.name().equals(code)).findFirst();
        return known.map(ErrorCode::action).orElse(Action.REJECT);
    }

    Action action() {
        return action;
    }

    /** In words of ours, for the user guide. */
    String meaning() {
        return meaning;
    }
}
