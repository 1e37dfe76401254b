// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code customers}, but for the columns that the database fills.
 *
 * @param validEmail whether a CRM would take the email: known here because it was made so
 */
record Customer(
        String firstName,
        String lastName,
        String email,
        boolean validEmail,
        @Nullable String phone,
        @Nullable String company,
        String city,
        String country,
        String postcode,
        @Nullable LocalDate lastPurchaseDate,
        BigDecimal totalSpent,
        boolean newsletter,
        List<String> segments) {

    Customer {
        segments = List.copyOf(segments);
    }
}
