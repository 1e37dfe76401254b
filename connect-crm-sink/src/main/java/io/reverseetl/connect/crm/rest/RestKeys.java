// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import io.reverseetl.connect.support.Key;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The config keys of {@code crm.type=rest}. */
final class RestKeys {

    static final Key<String> WRITE = text("rest.write")
            .optional()
            .importance(Importance.HIGH)
            .doc("The call that creates an object or updates it: its method and what follows `crm.url`, for"
                    + " example `PUT /contacts/{id}`. With `rest.search` it only creates. `{object}`, `{id.property}`"
                    + " and, if a request has one record, `{id}` are replaced. Required.");

    static final Key<String> BODY = text("rest.body")
            .defaultsTo("{record}")
            .doc("What is sent: `{record}` for one record a request, `{records}` for an array of them, `{lines}`"
                    + " for one in each line (NDJSON), or a JSON document in which the text `\"{record}\"` or"
                    + " `\"{records}\"` stands for them.");

    static final Key<String> RECORD = text("rest.record")
            .defaultsTo("{fields}")
            .doc("One record as JSON, in which the text `\"{fields}\"` stands for its fields and `\"{id}\"` for"
                    + " its external id, for example `{\"ref\": \"{id}\", \"attributes\": \"{fields}\"}`.");

    static final Key<Boolean> ID_IN_FIELDS = Key.flag("rest.id.in.fields")
            .defaultsTo(true)
            .group("REST")
            .importance(Importance.MEDIUM)
            .doc("Whether the external id stands among a record's fields, as `id.property`. Set it to `false` if"
                    + " it has its place in `rest.write` or `rest.record` alone.");

    static final Key<String> HEADERS = text("rest.headers")
            .defaultsTo("{}")
            .doc("Headers of every call, as a JSON object, for example `{\"Prefer\": \"return=minimal\"}`."
                    + " `{idempotency.key}` is replaced by a key that is the same when a request is repeated, and new"
                    + " for each other; if a request has one record, `{id}` and `{fields.<name>}` by what it says, and"
                    + " without a value the header is left out. Secrets do not belong here: see `auth.type`.");

    static final Key<String> ERROR_PATH = text("rest.error.path")
            .optional()
            .doc("Where an answer has the code of an error that is about the whole request, as a JSON pointer, for"
                    + " example `/error/code`. An answer that has something there is an error whatever its HTTP status"
                    + " is.");

    static final Key<String> RESULT_PATH = text("rest.result.path")
            .optional()
            .doc("Where an answer has the results of its records, as a JSON pointer, for example `/data`: an array"
                    + " in the order of the records, or by key. Without it, an answer speaks for all records of the"
                    + " request.");

    static final Key<String> RESULT_KEY_PATH = text("rest.result.key.path")
            .optional()
            .doc(
                    "Where a result has the external id that it is about, as a JSON pointer from the result. Without it the"
                            + " results are in the order of the records; an object of results has the ids as its names.");

    static final Key<String> RESULT_INDEX_PATH = text("rest.result.index.path")
            .optional()
            .doc(
                    "Where a result says which record of the request it is about, counted from 0, as a JSON pointer from the"
                            + " result, if it names no external id and there may be fewer results than records.");

    static final Key<String> RESULT_STATUS_PATH = text("rest.result.status.path")
            .optional()
            .doc(
                    "Where a result says what became of its record, as a JSON pointer from the result: `rest.status.*` say what"
                            + " it means, and a status that is in none of them rejects the record with it as the reason. A result"
                            + " without a status has that of the answer.");

    static final Key<String> RESULT_ID_PATH = text("rest.result.id.path")
            .optional()
            .doc("Where a result has the CRM's own id of the object, as a JSON pointer from the result.");

    static final Key<List<String>> STATUS_WRITTEN = statuses("rest.status.written")
            .defaultsTo("200-299")
            .doc("The statuses that mean that a record was written: HTTP's, as numbers or ranges, and the CRM's own at"
                    + " `rest.result.status.path`.");

    static final Key<List<String>> STATUS_RETRY = statuses("rest.status.retry")
            .defaultsTo("408,423,425,429,500-599")
            .doc("The statuses that mean that the same may succeed later. Of 429 the connector also slows down.");

    static final Key<List<String>> STATUS_REFUSED = statuses("rest.status.refused")
            .defaultsTo("400,409,413,414,422,431")
            .doc(
                    "The statuses that mean that the records are to blame. If a whole request is refused, it is halved until"
                            + " the guilty records stand alone, and these are rejected.");

    static final Key<List<String>> STATUS_FATAL = statuses("rest.status.fatal")
            .defaultsTo("")
            .doc("The CRM's own statuses and error codes that fail the task, as no record can be written until somebody"
                    + " acts. Every HTTP status that is in no list does so, too.");

    static final Key<String> SEARCH = text("rest.search")
            .optional()
            .doc("The call that finds an object by its external id, for a CRM that cannot create or update in one,"
                    + " for example `GET /persons/search?term={id}`. If it finds none, `rest.write` creates the object,"
                    + " otherwise `rest.update` changes it.");

    static final Key<String> SEARCH_BODY = text("rest.search.body")
            .optional()
            .doc("What `rest.search` sends, as JSON in which `{id}`, `{id.property}` and `{object}` are replaced.");

    static final Key<String> SEARCH_RESULT_PATH = text("rest.search.result.path")
            .optional()
            .doc(
                    "Where the answer to `rest.search` has the objects that were found, as a JSON pointer to an array. If there"
                            + " are several the record is rejected.");

    static final Key<String> SEARCH_ID_PATH = text("rest.search.id.path")
            .defaultsTo("/id")
            .doc("Where an object that was found has the CRM's own id, as a JSON pointer from the object.");

    static final Key<List<String>> SEARCH_STATUS_NONE = statuses("rest.search.status.none")
            .defaultsTo("")
            .doc(
                    "The statuses, HTTP's and those at `rest.error.path`, by which `rest.search` says that it has found none. A"
                            + " 404 that does not stand here fails the task, as a wrong path is answered like that, too.");

    static final Key<String> UPDATE = text("rest.update")
            .optional()
            .doc("The call that changes an object which `rest.search` has found, for example `PUT"
                    + " /persons/{crm.id}`. It sends what `rest.write` would.");

    static final Key<String> DELETE = text("rest.delete")
            .optional()
            .doc(
                    "The call that deletes an object, for `delete.mode=delete`: for example `DELETE /contacts/{id}`,"
                            + " or with `rest.search` `DELETE /persons/{crm.id}`. The answers 404 and 410 mean that it is gone.");

    static final Key<String> DELETE_BODY = text("rest.delete.body")
            .optional()
            .doc("What `rest.delete` sends, as JSON. With `\"{ids}\"` in it, or `{ids}` in `rest.delete`, a"
                    + " request deletes up to `batch.max.records` objects, for example `POST /contacts/delete` with"
                    + " `{\"keys\": \"{ids}\"}`.");

    static final Key<String> JOB = text("rest.job")
            .optional()
            .doc("The call that asks about a job, for a CRM that carries requests out later, for example `GET"
                    + " /jobs/{job.id}`. An answer to `rest.write` or `rest.delete` that has a job at"
                    + " `rest.job.id.path` is followed by it, until its status is none of `rest.job.status.running`;"
                    + " the last answer is then read as any other.");

    static final Key<String> JOB_ID_PATH = text("rest.job.id.path")
            .optional()
            .doc("Where an answer has the id of the job that was made of the request, as a JSON pointer, for"
                    + " example `/job/id`.");

    static final Key<String> JOB_STATUS_PATH = text("rest.job.status.path")
            .optional()
            .doc("Where the answer to `rest.job` has the job's status, as a JSON pointer, for example"
                    + " `/job/status`. What a status means when the job is over is said by `rest.status.*`.");

    static final Key<List<String>> JOB_STATUS_RUNNING = statuses("rest.job.status.running")
            .defaultsTo("queued,working")
            .doc("The statuses of a job that is not over yet.");

    static final Key<Duration> JOB_TIMEOUT = Key.millis("rest.job.timeout.ms")
            .defaultsTo(3_600_000L)
            .validated(ConfigDef.Range.atLeast(1_000L))
            .group("REST")
            .importance(Importance.LOW)
            .doc("How long a job may take before the task fails.");

    static final Key<String> QUOTA_WINDOW_HEADER = text("rest.quota.window.header")
            .optional()
            .importance(Importance.LOW)
            .doc(
                    "The header in which answers say how many calls are left in the current window, for example"
                            + " `X-RateLimit-Remaining`. At 0 the connector slows down; see `quota.window.calls` for its pace.");

    static final Key<String> QUOTA_DAILY_HEADER = text("rest.quota.daily.header")
            .optional()
            .importance(Importance.LOW)
            .doc("The header in which answers say how many calls are left today. It counts more than what the connector"
                    + " has counted for `quota.daily.calls`.");

    static final Key<String> PROBE = text("rest.probe")
            .optional()
            .doc("A call that changes nothing and needs the credentials, for example `GET /users/me`. Validation"
                    + " makes it (`validate.live`).");

    private RestKeys() {}

    static List<Key<?>> all() {
        return List.of(
                WRITE,
                BODY,
                RECORD,
                ID_IN_FIELDS,
                HEADERS,
                ERROR_PATH,
                RESULT_PATH,
                RESULT_KEY_PATH,
                RESULT_INDEX_PATH,
                RESULT_STATUS_PATH,
                RESULT_ID_PATH,
                STATUS_WRITTEN,
                STATUS_RETRY,
                STATUS_REFUSED,
                STATUS_FATAL,
                SEARCH,
                SEARCH_BODY,
                SEARCH_RESULT_PATH,
                SEARCH_ID_PATH,
                SEARCH_STATUS_NONE,
                UPDATE,
                DELETE,
                DELETE_BODY,
                JOB,
                JOB_ID_PATH,
                JOB_STATUS_PATH,
                JOB_STATUS_RUNNING,
                JOB_TIMEOUT,
                QUOTA_WINDOW_HEADER,
                QUOTA_DAILY_HEADER,
                PROBE);
    }

    private static Key<String> text(String name) {
        return Key.text(name).group("REST").importance(Importance.MEDIUM).width(Width.LONG);
    }

    private static Key<List<String>> statuses(String name) {
        return Key.list(name).group("REST").importance(Importance.LOW);
    }
}
