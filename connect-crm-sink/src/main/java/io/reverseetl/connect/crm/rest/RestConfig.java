// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import static io.reverseetl.connect.crm.rest.Placeholder.CRM_ID;
import static io.reverseetl.connect.crm.rest.Placeholder.FIELD;
import static io.reverseetl.connect.crm.rest.Placeholder.FIELDS;
import static io.reverseetl.connect.crm.rest.Placeholder.ID;
import static io.reverseetl.connect.crm.rest.Placeholder.IDEMPOTENCY_KEY;
import static io.reverseetl.connect.crm.rest.Placeholder.IDS;
import static io.reverseetl.connect.crm.rest.Placeholder.ID_PROPERTY;
import static io.reverseetl.connect.crm.rest.Placeholder.JOB_ID;
import static io.reverseetl.connect.crm.rest.Placeholder.LINES;
import static io.reverseetl.connect.crm.rest.Placeholder.OBJECT;
import static io.reverseetl.connect.crm.rest.Placeholder.RECORD;
import static io.reverseetl.connect.crm.rest.Placeholder.RECORDS;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.rest.RestSettings.Delete;
import io.reverseetl.connect.crm.rest.RestSettings.Job;
import io.reverseetl.connect.crm.rest.RestSettings.QuotaHeaders;
import io.reverseetl.connect.crm.rest.RestSettings.Results;
import io.reverseetl.connect.crm.rest.RestSettings.Search;
import io.reverseetl.connect.crm.rest.RestSettings.Write;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Compiles the templates and places of a config, and says what is wrong with them. */
final class RestConfig {

    private static final Set<String> WRITING = ordered("POST", "PUT", "PATCH");
    private static final Set<String> ASKING = ordered("GET", "POST");
    private static final Set<Placeholder> ONE = Set.of(OBJECT, ID_PROPERTY, ID);

    private final Map<String, Object> parsed;
    private final Problems problems;

    RestConfig(Map<String, Object> parsed, Problems problems) {
        this.parsed = parsed;
        this.problems = problems;
    }

    /** What the config describes; nothing if something is wrong with it. */
    Optional<RestSettings> read() {
        Optional<CallTemplate> call =
                call(RestKeys.WRITE, WRITING, isBatch(parsed) ? Set.of(OBJECT, ID_PROPERTY) : ONE);
        if (RestKeys.WRITE.optionalIn(parsed).isEmpty()) {
            problems.add(
                    RestKeys.WRITE,
                    "Set rest.write to the call that writes an object, for example PUT /contacts/{id}.");
        }
        Optional<JsonTemplate> record = template(RestKeys.RECORD, Set.of(OBJECT, ID_PROPERTY, ID, FIELDS));
        require(RestKeys.RECORD, record, FIELDS);
        Optional<JsonTemplate> body =
                template(RestKeys.BODY, Set.of(OBJECT, ID_PROPERTY, ID, IDEMPOTENCY_KEY, RECORD, RECORDS, LINES));
        body.ifPresent(this::checkBody);
        Optional<StatusLists> statuses = statuses();
        List<HeaderTemplate> headers = headers();
        Results results = new Results(
                pointer(RestKeys.ERROR_PATH),
                pointer(RestKeys.RESULT_PATH),
                pointer(RestKeys.RESULT_KEY_PATH),
                pointer(RestKeys.RESULT_INDEX_PATH),
                pointer(RestKeys.RESULT_STATUS_PATH),
                pointer(RestKeys.RESULT_ID_PATH));
        if (results.key().isPresent() && results.list().isEmpty()) {
            problems.add(RestKeys.RESULT_KEY_PATH, "Set rest.result.path, too: it says where the results are.");
        }
        if (results.key().isPresent() && results.index().isPresent()) {
            problems.add(RestKeys.RESULT_INDEX_PATH, "Results are told apart by rest.result.key.path already.");
        }
        Optional<Search> search = search();
        Optional<Delete> delete = delete(search.isPresent());
        Optional<Job> job = job();
        if (job.isPresent()
                && isBatch(parsed)
                && delete.filter(found -> !found.isBatch()).isPresent()) {
            problems.add(RestKeys.DELETE, "Where calls become jobs, a request deletes several: write {ids} for {id}.");
        }
        Optional<CallTemplate> probe = call(RestKeys.PROBE, Set.of("GET"), Set.of(OBJECT));
        if (!problems.isEmpty() || call.isEmpty() || record.isEmpty() || body.isEmpty() || statuses.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RestSettings(
                new Write(call.get(), record.get(), body.get()),
                RestKeys.ID_IN_FIELDS.in(parsed),
                headers,
                results,
                statuses.get(),
                search,
                delete,
                job,
                new QuotaHeaders(
                        RestKeys.QUOTA_WINDOW_HEADER.optionalIn(parsed),
                        RestKeys.QUOTA_DAILY_HEADER.optionalIn(parsed)),
                probe));
    }

    /** Whether a request carries several records, as far as that can be told while the rest may be wrong. */
    static boolean isBatch(Map<String, Object> parsed) {
        String body = RestKeys.BODY.in(parsed);
        return body.contains(RECORDS.toString()) || body.contains(LINES.toString());
    }

    private void checkBody(JsonTemplate body) {
        long forms = Stream.of(RECORD, RECORDS, LINES).filter(body::has).count();
        boolean linesWithin = body.has(LINES) && !body.tree().asText().equals(LINES.toString());
        if (forms != 1 || linesWithin) {
            problems.add(
                    RestKeys.BODY,
                    "Write {record}, {records} or {lines}, or JSON with one of the texts \"{record}\" and \"{records}\""
                            + " where the records belong.");
        }
        if (isBatch(parsed) && body.has(ID)) {
            problems.add(RestKeys.BODY, "A request with several records has no one {id}: write it in rest.record.");
        }
        if (isBatch(parsed) && RestKeys.SEARCH.optionalIn(parsed).isPresent()) {
            problems.add(
                    RestKeys.BODY,
                    "Objects that are searched for are written one by one: write {record}, not {records} or {lines}.");
        }
    }

    private Optional<Search> search() {
        Optional<CallTemplate> call = call(RestKeys.SEARCH, ASKING, ONE);
        Optional<JsonTemplate> body = template(RestKeys.SEARCH_BODY, ONE);
        Optional<JsonPointer> found = pointer(RestKeys.SEARCH_RESULT_PATH);
        Optional<JsonPointer> id = pointer(RestKeys.SEARCH_ID_PATH);
        Optional<CallTemplate> update = call(RestKeys.UPDATE, WRITING, Set.of(OBJECT, ID_PROPERTY, ID, CRM_ID));
        if (RestKeys.SEARCH.optionalIn(parsed).isEmpty()) {
            Stream.of(RestKeys.UPDATE, RestKeys.SEARCH_RESULT_PATH, RestKeys.SEARCH_BODY)
                    .filter(key -> key.optionalIn(parsed).isPresent())
                    .forEach(key -> problems.add(key, "Set rest.search, too: it says how an object is found."));
            return Optional.empty();
        }
        if (RestKeys.UPDATE.optionalIn(parsed).isEmpty()) {
            problems.add(
                    RestKeys.UPDATE,
                    "Set rest.update to the call that changes an object which was found, for example PUT"
                            + " /persons/{crm.id}.");
        }
        if (RestKeys.SEARCH_RESULT_PATH.optionalIn(parsed).isEmpty()) {
            problems.add(
                    RestKeys.SEARCH_RESULT_PATH,
                    "Say where the answer to rest.search has the objects that were found, for example /items: without"
                            + " it, one that was not understood would look like none found.");
        }
        call.filter(asked -> asked.method().equals("GET") && body.isPresent())
                .ifPresent(
                        asked -> problems.add(RestKeys.SEARCH_BODY, "A GET sends nothing: write POST in rest.search."));
        boolean byId = call.filter(asked -> asked.has(ID)).isPresent()
                || body.filter(sent -> sent.has(ID)).isPresent();
        if (call.isPresent() && !byId) {
            problems.add(RestKeys.SEARCH, "Write {id} where the search names the external id.");
        }
        return call.isPresent() && update.isPresent() && found.isPresent() && id.isPresent()
                ? Optional.of(new Search(
                        call.get(), body, found.get(), id.get(), RestKeys.SEARCH_STATUS_NONE.in(parsed), update.get()))
                : Optional.empty();
    }

    private Optional<Delete> delete(boolean searched) {
        Set<Placeholder> allowed =
                searched ? Set.of(OBJECT, ID_PROPERTY, ID, CRM_ID) : Set.of(OBJECT, ID_PROPERTY, ID, IDS);
        Optional<CallTemplate> call = call(RestKeys.DELETE, ordered("DELETE", "POST"), allowed);
        Optional<JsonTemplate> body = template(RestKeys.DELETE_BODY, allowed);
        if (body.isPresent() && RestKeys.DELETE.optionalIn(parsed).isEmpty()) {
            problems.add(RestKeys.DELETE_BODY, "Set rest.delete, too: it says where this is sent.");
        }
        Optional<Delete> delete = call.map(found -> new Delete(found, body));
        if (delete.filter(found -> found.has(ID) && found.has(IDS)).isPresent()) {
            problems.add(RestKeys.DELETE, "A request has one {id} or several {ids}: write one of the two.");
        }
        return delete;
    }

    private Optional<Job> job() {
        Optional<CallTemplate> call = call(RestKeys.JOB, Set.of("GET"), Set.of(OBJECT, JOB_ID));
        Optional<JsonPointer> id = pointer(RestKeys.JOB_ID_PATH);
        Optional<JsonPointer> status = pointer(RestKeys.JOB_STATUS_PATH);
        boolean wanted = RestKeys.JOB.optionalIn(parsed).isPresent();
        Stream.of(RestKeys.JOB_ID_PATH, RestKeys.JOB_STATUS_PATH)
                .filter(key -> key.optionalIn(parsed).isPresent() != wanted)
                .forEach(key -> problems.add(
                        key, "rest.job, rest.job.id.path and rest.job.status.path belong together: set all or none."));
        if (call.filter(found -> !found.has(JOB_ID)).isPresent()) {
            problems.add(RestKeys.JOB, "Write {job.id} where the call names the job.");
        }
        return call.isPresent() && id.isPresent() && status.isPresent()
                ? Optional.of(new Job(
                        call.get(),
                        id.get(),
                        status.get(),
                        RestKeys.JOB_STATUS_RUNNING.in(parsed),
                        RestKeys.JOB_TIMEOUT.in(parsed)))
                : Optional.empty();
    }

    private List<HeaderTemplate> headers() {
        Set<Placeholder> allowed =
                isBatch(parsed) ? Set.of(OBJECT, IDEMPOTENCY_KEY) : Set.of(OBJECT, IDEMPOTENCY_KEY, ID, FIELD);
        List<HeaderTemplate> headers = new ArrayList<>();
        template(RestKeys.HEADERS, allowed).map(JsonTemplate::tree).ifPresent(tree -> {
            if (!tree.isObject()) {
                problems.add(RestKeys.HEADERS, "Write a JSON object, for example {\"Prefer\": \"return=minimal\"}.");
            }
            tree.properties().forEach(header -> addHeader(headers, header.getKey(), header.getValue()));
        });
        return headers;
    }

    private void addHeader(List<HeaderTemplate> headers, String name, JsonNode value) {
        HeaderTemplate header = new HeaderTemplate(name, value.asText());
        if (!value.isTextual() || !header.isPossible()) {
            problems.add(
                    RestKeys.HEADERS, "'" + name + "' is no header with a text: write \"name\": \"text\", in ASCII.");
        } else {
            headers.add(header);
        }
    }

    private Optional<StatusLists> statuses() {
        Map<Verdict, List<String>> lists = new EnumMap<>(Verdict.class);
        lists.put(Verdict.WRITTEN, RestKeys.STATUS_WRITTEN.in(parsed));
        lists.put(Verdict.RETRY, RestKeys.STATUS_RETRY.in(parsed));
        lists.put(Verdict.REFUSED, RestKeys.STATUS_REFUSED.in(parsed));
        lists.put(Verdict.FATAL, RestKeys.STATUS_FATAL.in(parsed));
        return compiled(RestKeys.STATUS_WRITTEN, Optional.of(lists), StatusLists::of);
    }

    private void require(Key<String> key, Optional<JsonTemplate> template, Placeholder placeholder) {
        if (template.filter(found -> !found.has(placeholder)).isPresent()) {
            problems.add(key, "Write \"" + placeholder + "\" where it belongs.");
        }
    }

    private Optional<CallTemplate> call(Key<String> key, Set<String> methods, Set<Placeholder> allowed) {
        return compiled(key, key.optionalIn(parsed), text -> CallTemplate.parse(text, methods, allowed));
    }

    private Optional<JsonTemplate> template(Key<String> key, Set<Placeholder> allowed) {
        return compiled(key, key.optionalIn(parsed), text -> JsonTemplate.parse(text, allowed));
    }

    private Optional<JsonPointer> pointer(Key<String> key) {
        return compiled(key, key.optionalIn(parsed), text -> {
            String stripped = text.strip();
            if (!stripped.startsWith("/")) {
                throw new IllegalArgumentException("'" + stripped
                        + "' is not a JSON pointer (RFC 6901): write names with a slash before each, for example"
                        + " /data/id, or / alone for all of it.");
            }
            // An empty pointer is what names all of a document, but a config cannot tell it from none.
            return stripped.equals("/") ? JsonPointer.empty() : JsonPointer.compile(stripped);
        });
    }

    private <T, R> Optional<R> compiled(Key<?> key, Optional<T> given, Function<T, R> compile) {
        try {
            return given.map(compile);
        } catch (IllegalArgumentException e) {
            problems.add(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Set<String> ordered(String... methods) {
        return new LinkedHashSet<>(List.of(methods));
    }
}
