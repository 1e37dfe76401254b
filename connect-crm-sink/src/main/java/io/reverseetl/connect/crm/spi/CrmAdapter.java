// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Speaks the API of one CRM for one task. */
public interface CrmAdapter extends CrmSender {

    /** The form in which an external id is sent. Called on the task's thread. */
    default String canonicalId(String externalId) {
        return externalId;
    }

    /**
     * What two external ids, each as it is sent, have in common if they may be one to the CRM: only one of them is on its
     * way at a time. Called on the task's thread.
     */
    default String identity(String externalId) {
        return externalId;
    }

    /**
     * Formats a record's fields for the CRM. Called on the task's thread while other threads are in {@link #send}.
     *
     * @param fields the record's fields in their order: {@code String}, {@code Boolean}, a {@code Number},
     *     {@code LocalDate}, {@code LocalTime}, {@code Instant}, {@code List}, {@code Map} (a nested structure),
     *     {@code byte[]}, or null
     */
    Preparation prepare(Map<String, @Nullable Object> fields);

    /**
     * What a record without a value says.
     *
     * @param how one of the {@link CrmAdapterProvider#operations} by which an object goes
     */
    default Payload removal(Operation how) {
        throw new UnsupportedOperationException("This CRM knows no " + how);
    }
}
