// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import java.util.stream.Stream;

/** What the status of an answer means for the request as a whole. */
enum AnswerStatus {
    REDIRECT("3xx", Action.FAIL, "the API is elsewhere; it is not followed, as it could carry records and token away"),
    BAD_REQUEST("400", Action.HALVE, "a record is wrong; an `id.property` that is not unique fails the task"),
    UNAUTHORIZED("401", Action.FAIL, "the token is refused, a new one too"),
    FORBIDDEN("403", Action.FAIL, "the token lacks a scope"),
    NOT_FOUND("404", Action.FAIL, "no such object type or API version"),
    TIMEOUT("408", Action.RETRY, "the request took too long to arrive"),
    CONFLICT("409", Action.HALVE, "another object has the value of a unique property"),
    TOO_LARGE("413", Action.HALVE, "the request is too long"),
    UNPROCESSABLE("422", Action.HALVE, "a record is wrong"),
    LOCKED("423", Action.RETRY, "objects are being written by others; after two seconds at least"),
    TOO_EARLY("425", Action.RETRY, "a proxy wants the request once more"),
    DAY_USED_UP("429 with the policy `DAILY`", Action.PARK, "the day's calls are used up"),
    TOO_MANY("429", Action.RETRY, "too many calls within ten seconds; the next come more slowly, too"),
    MOVING("477", Action.RETRY, "the account is being moved to another data center"),
    SERVER_ERROR("5xx", Action.RETRY, "HubSpot, or what stands before it, has a trouble that passes"),
    OTHER("any other", Action.FAIL, "nothing that HubSpot says: `crm.url` leads elsewhere");

    /** What is done about a request. */
    enum Action {
        /** It is sent again. */
        RETRY,
        /** It is sent again when the quota's day has ended, and nothing else meanwhile. */
        PARK,
        /** Its halves are sent, until the guilty records stand alone. */
        HALVE,
        /** The task fails, as each request would fare the same. */
        FAIL
    }

    private final String status;
    private final Action action;
    private final String meaning;

    AnswerStatus(String status, Action action, String meaning) {
        this.status = status;
        this.action = action;
        this.meaning = meaning;
    }

    /** What a status that is no success means; that a day is used up, only the body tells. */
    static AnswerStatus of(int status) {
        String code = String.valueOf(status);
        return Stream.of(values())
                .filter(known -> code.matches(known.status.replace("x", "\\d")))
                .findFirst()
                .orElse(OTHER);
    }

    /** The status, or the class of them, as the user guide writes it. */
    String status() {
        return status;
    }

    Action action() {
        return action;
    }

    /** In words of ours, for the user guide. */
    String meaning() {
        return meaning;
    }
}
