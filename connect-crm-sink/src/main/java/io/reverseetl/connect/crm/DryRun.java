// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An adapter of which everything is done but the writes: those count as written. */
record DryRun(CrmAdapter adapter) implements CrmAdapter {

    @Override
    public String canonicalId(String externalId) {
        return adapter.canonicalId(externalId);
    }

    @Override
    public String identity(String externalId) {
        return adapter.identity(externalId);
    }

    @Override
    public Preparation prepare(Map<String, @Nullable Object> fields) {
        return adapter.prepare(fields);
    }

    @Override
    public Payload removal(Operation how) {
        return adapter.removal(how);
    }

    @Override
    public CompletionStage<CrmAnswer> send(CrmBatch batch) {
        return CompletableFuture.completedFuture(CrmAnswer.of(new BatchOutcome.PerRecord(batch.writes().stream()
                .collect(Collectors.toMap(CrmWrite::externalId, write -> new WriteResult.Written("", false))))));
    }
}
