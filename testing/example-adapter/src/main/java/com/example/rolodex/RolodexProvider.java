// SPDX-License-Identifier: Apache-2.0
package com.example.rolodex;

import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAdapterProvider;
import io.reverseetl.connect.crm.spi.Finding;
import io.reverseetl.connect.crm.spi.KnownFields;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** Finds Rolodex under {@code crm.type=rolodex}. */
public final class RolodexProvider implements CrmAdapterProvider {

    /** Every connector has the keys of every adapter, so that none may be required: see {@link #check}. */
    static final Key<String> WORKSPACE = Key.text("rolodex.workspace")
            .optional()
            .group("Rolodex")
            .importance(Importance.HIGH)
            .doc("The workspace to write to: its name in the address of Rolodex's web pages.");

    private static final int MAX_BATCH_RECORDS = 50;

    @Override
    public String type() {
        return "rolodex";
    }

    @Override
    public Optional<URI> defaultUrl() {
        return Optional.empty();
    }

    @Override
    public int maxBatchRecords(Map<String, Object> own) {
        return MAX_BATCH_RECORDS;
    }

    @Override
    public List<Key<?>> keys() {
        return List.of(WORKSPACE);
    }

    @Override
    public void check(AdapterSettings settings, Problems problems) {
        String workspace = WORKSPACE.optionalIn(settings.own()).orElse("");
        if (!workspace.matches("[a-z0-9-]+")) {
            problems.add(
                    WORKSPACE,
                    "Set rolodex.workspace to the name of a workspace: small letters, digits and '-', for example"
                            + " my-company.");
        }
    }

    @Override
    public CompletionStage<List<Finding>> probe(AdapterSettings settings, KnownFields fields, HttpTransport transport) {
        return transport.get(workspace(settings)).thenApply(answer -> findings(settings, answer));
    }

    private static List<Finding> findings(AdapterSettings settings, HttpAnswer answer) {
        String answered = "Rolodex at " + settings.url() + " answered HTTP " + answer.status();
        return switch (answer.status()) {
            case 200 -> List.of();
            case 401, 403 ->
                List.of(new Finding(CommonKeys.AUTH_TOKEN, answered + ": it refused the token. Copy it again."));
            case 404 ->
                List.of(new Finding(WORKSPACE.name(), answered + ": there is no such workspace. Check its name."));
            default -> throw new CompletionException(new IOException("HTTP " + answer.status()));
        };
    }

    @Override
    public CrmAdapter create(AdapterSettings settings, HttpTransport transport, Clock clock) {
        URI cards = URI.create(workspace(settings) + "/" + settings.object());
        return new RolodexAdapter(cards, transport, clock);
    }

    private static URI workspace(AdapterSettings settings) {
        return URI.create(settings.url() + "/workspaces/" + WORKSPACE.in(settings.own()));
    }
}
