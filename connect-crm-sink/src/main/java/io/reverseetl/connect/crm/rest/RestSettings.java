// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.core.JsonPointer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A CRM as the config describes it.
 *
 * @param headers of every call
 * @param idInFields whether the external id stands among the fields, in the id property
 * @param delete nothing if objects cannot be deleted
 * @param probe a call that changes nothing and needs the credentials
 */
record RestSettings(
        Write write,
        boolean idInFields,
        List<HeaderTemplate> headers,
        Results results,
        StatusLists statuses,
        Optional<Search> search,
        Optional<Delete> delete,
        Optional<Job> job,
        QuotaHeaders quota,
        Optional<CallTemplate> probe) {

    /** Whether calls say that they are repetitions: to work out by what takes time. */
    boolean namesRepetitions() {
        return write.body().has(Placeholder.IDEMPOTENCY_KEY)
                || headers.stream().anyMatch(header -> header.has(Placeholder.IDEMPOTENCY_KEY));
    }

    /**
     * How records are written.
     *
     * @param record the form of one of them
     * @param body what is around them
     */
    record Write(CallTemplate call, JsonTemplate record, JsonTemplate body) {

        /** Whether a request carries several records. */
        boolean isBatch() {
            return body.has(Placeholder.RECORDS) || isLines();
        }

        boolean isLines() {
            return body.has(Placeholder.LINES);
        }
    }

    /**
     * Where an answer says what became of records.
     *
     * @param error in the answer: the code of an error that is about all of it
     * @param list in the answer: the records' results
     * @param key in a result: the external id that it is about
     * @param index in a result: the place of the record that it is about; without either they are in the records' order
     * @param status in a result: what became of it
     * @param id in a result: the CRM's own id of the object
     */
    record Results(
            Optional<JsonPointer> error,
            Optional<JsonPointer> list,
            Optional<JsonPointer> key,
            Optional<JsonPointer> index,
            Optional<JsonPointer> status,
            Optional<JsonPointer> id) {

        /** Whether anything is to be read in an answer. */
        boolean areRead() {
            return error.isPresent() || list.isPresent() || status.isPresent() || id.isPresent();
        }
    }

    /**
     * How an object is found before it is written.
     *
     * @param found in the answer: the objects found
     * @param id in each of them: the CRM's own id
     * @param none the statuses and codes by which it says that there is no such object
     * @param update the call that changes an object which was found
     */
    record Search(
            CallTemplate call,
            Optional<JsonTemplate> body,
            JsonPointer found,
            JsonPointer id,
            List<String> none,
            CallTemplate update) {}

    /** How objects are deleted. */
    record Delete(CallTemplate call, Optional<JsonTemplate> body) {

        /** Whether a request deletes several. */
        boolean isBatch() {
            return has(Placeholder.IDS);
        }

        /** Whether an object has to be found first. */
        boolean isByCrmId() {
            return has(Placeholder.CRM_ID);
        }

        boolean has(Placeholder placeholder) {
            return call.has(placeholder)
                    || body.filter(template -> template.has(placeholder)).isPresent();
        }
    }

    /**
     * How a job is followed that the CRM has made of a request.
     *
     * @param call asks about it
     * @param id in the answer that accepts a request: the job's id
     * @param status in the answer about a job
     * @param running the statuses of one that is not over
     * @param timeout how long one may take
     */
    record Job(CallTemplate call, JsonPointer id, JsonPointer status, List<String> running, Duration timeout) {}

    /** The headers in which an answer says what is left of the quota. */
    record QuotaHeaders(Optional<String> window, Optional<String> daily) {}
}
