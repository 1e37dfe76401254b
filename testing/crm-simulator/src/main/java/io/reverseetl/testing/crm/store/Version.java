// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an object was from one accepted write until the next.
 *
 * @param seq the write's place in the order of all accepted writes, from 1
 * @param type the object's type, for example {@code contacts}
 * @param id the id that the CRM gave the object
 * @param properties all properties after the write; a cleared one is absent
 * @param traceId the write's trace id
 * @param createdAt when the object was created
 * @param acceptedAt when the write was accepted
 * @param archived whether the write took the object away
 */
public record Version(
        long seq,
        String type,
        String id,
        PropertyMap properties,
        @Nullable String traceId,
        Instant createdAt,
        Instant acceptedAt,
        boolean archived) {}
