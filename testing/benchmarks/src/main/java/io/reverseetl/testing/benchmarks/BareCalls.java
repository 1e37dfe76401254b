// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The physical limit: the same HTTP client sends the same body again and again, as many at a time, and does nothing with
 * the answers. In a thread of this process.
 *
 * @param body a batch that the connector has sent
 */
record BareCalls(int inFlight, String body, int calls) implements Sender {

    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

    @Override
    public ProcessUse process() {
        return new ProcessUse(ProcessHandle.current());
    }

    @Override
    public Contender.Running start(SinkCrm crm) {
        CompletableFuture<Void> all = CompletableFuture.runAsync(() -> send(crm.url()));
        return new Contender.Running() {
            @Override
            public void check() {
                if (all.isCompletedExceptionally()) {
                    all.join();
                }
            }

            @Override
            public void close() {
                all.join();
            }
        };
    }

    private void send(String url) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(inFlight);
        dispatcher.setMaxRequestsPerHost(inFlight);
        OkHttpClient client = new OkHttpClient.Builder().dispatcher(dispatcher).build();
        Semaphore free = new Semaphore(inFlight);
        CompletableFuture<Void> failure = new CompletableFuture<>();
        Request request = new Request.Builder()
                .url(url + "/crm/v3/objects/contacts/batch/upsert")
                .post(RequestBody.create(body, JSON))
                .build();
        for (int call = 0; call < calls && !failure.isDone(); call++) {
            free.acquireUninterruptibly();
            client.newCall(request).enqueue(new Callback() {
                @Override
                public void onResponse(Call answered, Response response) {
                    try (response) {
                        response.body().bytes();
                    } catch (IOException e) {
                        failure.completeExceptionally(e);
                    } finally {
                        free.release();
                    }
                }

                @Override
                public void onFailure(Call failed, IOException e) {
                    failure.completeExceptionally(e);
                    free.release();
                }
            });
        }
        free.acquireUninterruptibly(inFlight);
        dispatcher.executorService().shutdown();
        client.connectionPool().evictAll();
        throwIfAny(failure);
    }

    private static void throwIfAny(CompletableFuture<Void> failure) {
        try {
            failure.getNow(null);
        } catch (CompletionException e) {
            throw new UncheckedIOException("The bare loop failed", new IOException(e.getCause()));
        }
    }
}
