// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

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
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Finds HubSpot under {@code crm.type=hubspot}. */
public final class HubSpotProvider implements CrmAdapterProvider {

    /** How long HubSpot may take to tell its properties. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String type() {
        return "hubspot";
    }

    @Override
    public Optional<URI> defaultUrl() {
        return Optional.of(URI.create("https://api.hubapi.com"));
    }

    @Override
    public int maxBatchRecords(Map<String, Object> own) {
        return 100;
    }

    /** HubSpot archives instead of deleting, and erases contacts only. */
    @Override
    public Set<Operation> operations(String object) {
        Set<Operation> operations = EnumSet.of(
                Operation.UPSERT, Operation.UPDATE, Operation.UPDATE_KNOWN, Operation.CLEAR, Operation.ARCHIVE);
        if (ObjectTypes.isContacts(object)) {
            operations.add(Operation.ERASE);
        }
        return operations;
    }

    @Override
    public List<Key<?>> keys() {
        return List.of(HubSpotSettings.API_VERSION, HubSpotSettings.ASSOCIATIONS, HubSpotSettings.ASSOCIATION_WAIT);
    }

    @Override
    public void check(AdapterSettings settings, Problems problems) {
        HubSpotSettings.check(settings, problems);
    }

    /** Asks about the properties of the objects, and of those that they are associated with. */
    @Override
    public CompletionStage<List<Finding>> probe(AdapterSettings crm, KnownFields fields, HttpTransport transport) {
        HubSpotSettings settings = HubSpotSettings.of(crm);
        KnownFields written = new KnownFields(
                fields.key(),
                fields.names().stream().filter(settings::isProperty).toList());
        KnownFields cleared = new KnownFields(CommonKeys.CLEAR_PROPERTIES, crm.cleared());
        Stream<Probe> probes = Stream.concat(
                Stream.of(new Probe(Advice.of(crm), List.of(written, cleared))),
                settings.associations().stream()
                        .map(association -> new Probe(Advice.ofOther(settings.other(association)), List.of())));
        List<CompletableFuture<List<Finding>>> answers = probes.map(probe -> transport
                        .get(settings.api().properties(probe.advice().settings().object()))
                        .thenApply(probe::findings)
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream()
                        .flatMap(answer -> answer.join().stream())
                        .distinct()
                        .toList());
    }

    /** Asks for the properties before any record comes; an account that does not answer is no reason not to start. */
    @Override
    public CrmAdapter create(AdapterSettings crm, HttpTransport transport, Clock clock) {
        HubSpotSettings settings = HubSpotSettings.of(crm);
        PropertyDefinitions definitions =
                new PropertyDefinitions(() -> transport.get(settings.api().properties(crm.object())), PATIENCE, clock);
        definitions.await();
        return new HubSpotAdapter(settings, definitions, transport, clock);
    }
}
