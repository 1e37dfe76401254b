// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAdapterProvider;
import io.reverseetl.connect.crm.spi.Finding;
import io.reverseetl.connect.crm.spi.KnownFields;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** Finds Salesforce under {@code crm.type=salesforce}. */
public final class SalesforceProvider implements CrmAdapterProvider {

    static final Key<String> API_VERSION = Key.text("salesforce.api.version")
            .defaultsTo("v62.0")
            .validated(new ConfigDef.NonEmptyString())
            .group("Salesforce")
            .importance(Importance.LOW)
            .doc("The version of Salesforce's REST API, such as `v62.0`.");

    static final Key<Integer> BULK_THRESHOLD = Key.integer("salesforce.bulk.threshold")
            .defaultsTo(0)
            .validated(ConfigDef.Range.atLeast(0))
            .group("Salesforce")
            .importance(Importance.MEDIUM)
            .doc("From so many waiting records of an object on, more than 200, they go as one job of Bulk API 2.0,"
                    + " which takes fewer calls and more time; `0` for never. Needs `state.topic`.");

    static final Key<Duration> BULK_TIMEOUT = Key.millis("salesforce.bulk.timeout.ms")
            .defaultsTo(3_600_000L)
            .validated(ConfigDef.Range.atLeast(1_000))
            .group("Salesforce")
            .importance(Importance.LOW)
            .doc("A job of Bulk API 2.0 that is not over after this long is aborted, and what it has not done is sent"
                    + " again.");

    private static final String VERSIONS = "v\\d{2,3}\\.0";

    /** Values of {@code auth.type} whose token comes with the org's address. */
    private static final Set<String> GRANTS = Set.of("client-credentials", "refresh-token", "jwt-bearer");

    /** Values of {@code delete.mode} for which records are looked up by their external ids. */
    private static final Set<String> LOOKED_UP = Set.of("delete", "clear");

    @Override
    public String type() {
        return "salesforce";
    }

    /** Answers nothing but logins: an org's own address comes with the token, or is in the config. */
    @Override
    public Optional<URI> defaultUrl() {
        return Optional.of(URI.create("https://login.salesforce.com"));
    }

    @Override
    public int maxBatchRecords(Map<String, Object> own) {
        return BulkSettings.LARGEST_COLLECTION;
    }

    @Override
    public Set<Operation> operations(String object) {
        return Set.of(Operation.UPSERT, Operation.INSERT, Operation.UPDATE, Operation.CLEAR, Operation.DELETE);
    }

    @Override
    public List<Key<?>> keys() {
        return List.of(API_VERSION, BULK_THRESHOLD, BULK_TIMEOUT);
    }

    @Override
    public void check(AdapterSettings settings, Problems problems) {
        if (!API_VERSION.in(settings.own()).matches(VERSIONS)) {
            problems.add(API_VERSION, "Salesforce has no such API version: write it as v62.0.");
        }
        if (Optional.of(settings.url()).equals(defaultUrl())
                && !GRANTS.contains(chosen(settings, CommonKeys.AUTH_TYPE))) {
            problems.add(
                    CommonKeys.URL,
                    "Set crm.url to the org's own address, https://<My Domain>.my.salesforce.com. Only what comes with"
                            + " a token of an OAuth grant (auth.type) says it, too.");
        }
        int threshold = BULK_THRESHOLD.in(settings.own());
        if (threshold > 0 && threshold <= BulkSettings.LARGEST_COLLECTION) {
            problems.add(
                    BULK_THRESHOLD,
                    "Up to " + BulkSettings.LARGEST_COLLECTION
                            + " records go in one call anyway: set more than that, for example 2000, or 0 for no jobs.");
        }
        if (threshold > 0
                && Objects.toString(settings.own().get(CommonKeys.STATE_TOPIC), "")
                        .isBlank()) {
            problems.add(
                    BULK_THRESHOLD,
                    "A job runs on when the task stops: set state.topic, so that the next one knows of it.");
        }
        if (settings.idProperty().equalsIgnoreCase("Id")) {
            problems.add(
                    CommonKeys.ID_PROPERTY,
                    "Salesforce gives out Id itself and cannot create a record by it. Set id.property to a field of"
                            + " yours that is marked as External ID and as Unique.");
        }
    }

    @Override
    public CompletionStage<List<Finding>> probe(AdapterSettings settings, KnownFields fields, HttpTransport transport) {
        SalesforceCalls calls = new SalesforceCalls(transport);
        return transport
                .get(api(settings).describe(settings.object()))
                .thenApply(answer -> findings(settings, fields, answer, calls.parse(answer)));
    }

    private static List<Finding> findings(
            AdapterSettings settings, KnownFields fields, HttpAnswer answer, Optional<JsonNode> body) {
        Advice advice = new Advice(settings);
        int status = answer.status();
        if (AnswerReader.isPassing(status) || isLimited(body)) {
            throw new CompletionException(new IOException("HTTP " + status));
        }
        return switch (status) {
            case 200 ->
                body.map(found -> found.path("fields"))
                        .filter(JsonNode::isArray)
                        .map(found -> new Description(settings, found).findings(fields, needsLookup(settings)))
                        .orElseGet(() -> List.of(new Finding(CommonKeys.URL, advice.notUnderstood(status))));
            case 401 -> List.of(new Finding(CommonKeys.AUTH_TOKEN, advice.tokenRefused()));
            case 403 -> List.of(new Finding(CommonKeys.AUTH_TOKEN, advice.forbidden(status)));
            case 400, 404 -> List.of(new Finding(CommonKeys.OBJECT, advice.objectUnknown(status)));
            default ->
                List.of(new Finding(
                        CommonKeys.URL,
                        status >= 300 && status < 400 ? advice.redirected(status) : advice.notUnderstood(status)));
        };
    }

    private static boolean isLimited(Optional<JsonNode> body) {
        return body.flatMap(errors -> SalesforceError.first(errors, Set.of()))
                .filter(error -> error.is(ErrorCode.REQUEST_LIMIT_EXCEEDED))
                .isPresent();
    }

    private static boolean needsLookup(AdapterSettings settings) {
        return settings.write() != Operation.UPSERT || LOOKED_UP.contains(chosen(settings, CommonKeys.DELETE_MODE));
    }

    /** What the config says for a key that all adapters share. */
    private static String chosen(AdapterSettings settings, String key) {
        return String.valueOf(settings.own().get(key)).toLowerCase(Locale.ROOT);
    }

    @Override
    public CrmAdapter create(AdapterSettings settings, HttpTransport transport, Clock clock) {
        BulkSettings bulk = new BulkSettings(BULK_THRESHOLD.in(settings.own()), BULK_TIMEOUT.in(settings.own()));
        SalesforceCalls calls = new SalesforceCalls(transport);
        FieldLimits limits = new FieldLimits(() -> calls.fields(api(settings).describe(settings.object())), clock);
        limits.ask();
        return new SalesforceAdapter(settings, api(settings), bulk, limits, transport, clock);
    }

    private static SalesforceApi api(AdapterSettings settings) {
        return new SalesforceApi(settings.url(), API_VERSION.in(settings.own()));
    }
}
