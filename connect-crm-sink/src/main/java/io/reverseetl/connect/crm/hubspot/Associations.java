// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.hubspot.AssociatedObjects.Found;
import io.reverseetl.connect.crm.spi.BatchOutcome.PerRecord;
import io.reverseetl.connect.crm.spi.BatchOutcome.Refused;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Remembered;
import io.reverseetl.connect.crm.spi.Settled;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects and associates them with others. The others are looked up first, so that nothing is written of a record
 * that asks for one that does not exist: it waits a while for it, and is rejected then. A record has its outcome when
 * all its associations are made.
 */
final class Associations {

    /** Records that wait for something, of which there are never more than a task holds; less are enough. */
    private static final int MOST_WAITING = 20_000;

    private final List<AssociatedObjects> others;
    private final Duration wait;
    private final HubSpotApi api;
    private final HubSpotCalls calls;
    private final Clock clock;

    /** When a record's other object was missed first, by its trace id. */
    private final Remembered<Long> missedAt = new Remembered<>(MOST_WAITING);

    /** What was written but not associated, by the trace id, so that it is not written again for that. */
    private final Remembered<Written> written = new Remembered<>(MOST_WAITING);

    /** @param wait how long a record waits for an object that does not exist yet */
    Associations(List<AssociatedObjects> others, Duration wait, HubSpotApi api, HubSpotCalls calls, Clock clock) {
        this.others = List.copyOf(others);
        this.wait = wait;
        this.api = api;
        this.calls = calls;
        this.clock = clock;
    }

    /** How many calls it takes beside the one that writes. */
    int calls(CrmBatch batch) {
        return others.stream().mapToInt(other -> other.calls(batch)).sum();
    }

    /** Sends a batch by {@code write}, and associates what was written. */
    CompletionStage<CrmAnswer> send(CrmBatch batch, Function<CrmBatch, CompletionStage<CrmAnswer>> write) {
        return others.isEmpty()
                ? write.apply(batch)
                : find(batch, List.of(), found -> writeComplete(batch, found, write));
    }

    private CompletionStage<CrmAnswer> find(
            CrmBatch batch, List<Found> soFar, Function<List<Found>, CompletionStage<CrmAnswer>> then) {
        return soFar.size() == others.size()
                ? then.apply(soFar)
                : others.get(soFar.size()).find(batch, found -> {
                    List<Found> more = new ArrayList<>(soFar);
                    more.add(found);
                    return find(batch, more, then);
                });
    }

    private CompletionStage<CrmAnswer> writeComplete(
            CrmBatch batch, List<Found> found, Function<CrmBatch, CompletionStage<CrmAnswer>> write) {
        Map<String, WriteResult> incomplete = new HashMap<>();
        batch.writes()
                .forEach(each -> found.stream()
                        .filter(other -> other.misses(each))
                        .findFirst()
                        .ifPresent(other -> incomplete.put(each.externalId(), waitOrReject(each, other.missing()))));
        return Settled.sendOthers(
                batch,
                incomplete,
                complete -> Settled.sendOthers(complete, writtenBefore(complete), write)
                        .thenCompose(answer -> associateWritten(complete, found, answer)));
    }

    private WriteResult waitOrReject(CrmWrite write, Reason reason) {
        long now = clock.millis();
        if (now - missedAt.getOrPut(write.traceId(), now) < wait.toMillis()) {
            return new WriteResult.Retryable(Optional.empty(), reason);
        }
        missedAt.forget(write.traceId());
        return new WriteResult.Rejected(reason);
    }

    private Map<String, Written> writtenBefore(CrmBatch batch) {
        Map<String, Written> before = new HashMap<>();
        batch.writes().forEach(write -> {
            Written result = written.get(write.traceId());
            if (result != null) {
                before.put(write.externalId(), result);
            }
        });
        return before;
    }

    private CompletionStage<CrmAnswer> associateWritten(CrmBatch batch, List<Found> found, CrmAnswer answer) {
        if (!(answer.outcome() instanceof PerRecord told)) {
            return CompletableFuture.completedFuture(answer);
        }
        Map<CrmWrite, Written> done = new HashMap<>();
        batch.writes().forEach(write -> {
            if (told.byExternalId().get(write.externalId()) instanceof Written result) {
                done.put(write, result);
                written.put(write.traceId(), result);
            }
        });
        return associate(batch, done, found, answer).thenApply(last -> {
            if (last.outcome() instanceof PerRecord results) {
                done.keySet()
                        .forEach(write -> settled(write, results.byExternalId().get(write.externalId())));
            }
            return last;
        });
    }

    /** One that is not associated by now is written again: perhaps it has gone. */
    private void settled(CrmWrite write, @Nullable WriteResult result) {
        written.forget(write.traceId());
        if (result instanceof Written) {
            missedAt.forget(write.traceId());
        }
    }

    /** Makes the associations with one type of others after the other. */
    private CompletionStage<CrmAnswer> associate(
            CrmBatch batch, Map<CrmWrite, Written> done, List<Found> rest, CrmAnswer soFar) {
        if (rest.isEmpty()) {
            return CompletableFuture.completedFuture(soFar);
        }
        Found other = rest.get(0);
        List<Found> next = rest.subList(1, rest.size());
        Pairs pairs = other.pairs(done);
        if (pairs.isEmpty()) {
            return associate(batch, done, next, soFar);
        }
        ObjectNode body = calls.json().createObjectNode();
        pairs.writeTo(body.putArray("inputs"));
        return calls.post(batch, api.associate(batch.object(), other.object()), body, answer -> {
            Map<String, WriteResult> results = new HashMap<>(((PerRecord) soFar.outcome()).byExternalId());
            if (!AnswerReader.hasResults(answer.status())) {
                return CompletableFuture.completedFuture(refused(batch, other, pairs, results, answer));
            }
            Optional<Reason> unclear = pairs.settle(calls.parse(answer), answer.status(), results);
            other.forget(pairs.unmade(results));
            CrmAnswer settled = AnswerReader.perRecord(results, answer);
            return unclear.isPresent()
                    ? CompletableFuture.completedFuture(new CrmAnswer(new Refused(unclear.get()), settled.quota()))
                    : associate(batch, done, next, settled);
        });
    }

    /** Nothing was associated. If one of the objects has gone, the next lookup tells which. */
    private CrmAnswer refused(
            CrmBatch batch, Found other, Pairs pairs, Map<String, WriteResult> soFar, HttpAnswer answer) {
        other.forget(pairs);
        HubSpotError error = HubSpotError.of(calls.parse(answer), Set.of());
        if (!error.isAboutMissingObject()) {
            return other.refusal(batch, answer);
        }
        Map<String, WriteResult> results = new HashMap<>(soFar);
        pairs.pairs()
                .forEach(pair -> results.put(
                        pair.write().externalId(),
                        new WriteResult.Retryable(Optional.empty(), pairs.reason(error, answer.status()))));
        return AnswerReader.perRecord(results, answer);
    }
}
