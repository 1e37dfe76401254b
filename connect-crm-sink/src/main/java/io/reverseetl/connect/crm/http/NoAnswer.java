// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import io.reverseetl.connect.crm.auth.GrantRefusedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Why a call has no answer.
 *
 * @param refusal what to do, if no token will be given until somebody changes the config
 * @param code in capital letters, or the name of an exception
 */
public record NoAnswer(Optional<String> refusal, String code) {

    /**
     * Tells it from what a call's future failed with.
     *
     * @throws CompletionException around a failure that is none of the network or of authorization
     */
    public static NoAnswer of(@Nullable Throwable error) {
        if (error instanceof GrantRefusedException refused) {
            return new NoAnswer(Optional.of(String.valueOf(refused.getMessage())), "GRANT_REFUSED");
        }
        if (error instanceof InterruptedIOException) {
            return new NoAnswer(Optional.empty(), "REQUEST_TIMEOUT");
        }
        if (error instanceof IOException) {
            return new NoAnswer(Optional.empty(), error.getClass().getSimpleName());
        }
        throw new CompletionException(error);
    }
}
