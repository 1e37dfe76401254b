// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.auth.GrantRefusedException;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.Finding;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;

/** Asks the CRM whether a config can work. */
final class LiveCheck {

    /** Connect's REST API gives a validation 90 seconds; a user gives it less. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * What the CRM said.
     *
     * @param findings what is wrong
     * @param unreachable why it could not be asked
     */
    record Result(List<Finding> findings, Optional<String> unreachable) {}

    private LiveCheck() {}

    /** Asks; returns within ten seconds. */
    static Result ask(SinkSettings settings) {
        try (HttpTransport transport =
                new HttpTransport(settings.authorization(), settings.http().withTimeout(TIMEOUT))) {
            List<CompletableFuture<List<Finding>>> answers = settings.objects().stream()
                    .map(object -> probe(settings, object, transport))
                    .toList();
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            // What is wrong with the account shows with each type of objects.
            return new Result(
                    answers.stream()
                            .flatMap(answer -> answer.join().stream())
                            .distinct()
                            .toList(),
                    Optional.empty());
        } catch (TimeoutException e) {
            return unreachable("no answer within " + TIMEOUT.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GrantRefusedException refused) {
                return new Result(
                        List.of(new Finding(refused.key(), String.valueOf(refused.getMessage()))), Optional.empty());
            }
            if (e.getCause() instanceof IOException cause) {
                return unreachable(why(cause));
            }
            throw new ConnectException("The CRM's answer could not be read: an error in the plugin", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unreachable("interrupted");
        }
    }

    private static CompletableFuture<List<Finding>> probe(
            SinkSettings settings, ObjectSettings object, HttpTransport transport) {
        return settings.provider()
                .probe(object.crm(), object.fields(), transport)
                .toCompletableFuture()
                .thenApply(findings -> findings.stream()
                        .map(finding -> new Finding(object.keyOf(finding.key()), finding.message()))
                        .toList());
    }

    private static String why(IOException cause) {
        // Its message is the bare name of the host.
        return cause instanceof UnknownHostException
                ? "no such host: " + cause.getMessage()
                : String.valueOf(cause.getMessage());
    }

    private static Result unreachable(String why) {
        return new Result(List.of(), Optional.of(why));
    }
}
