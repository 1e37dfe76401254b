// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.quickstart.CustomerTable.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How long a change takes from its commit in the database until the CRM has accepted it. A change is recognised in the
 * CRM by its customer and its stamp; one that the CRM never saw, because a newer version overtook it, is not counted.
 */
final class Freshness {

    private static final int PAGE = 1000;
    private static final long HIGHEST_MILLIS = 600_000;

    private record Version(String customerId, Instant stamp) {}

    private final Crm crm;
    private final Map<Version, Instant> committed = new HashMap<>();
    private final Histogram millis = new Histogram(HIGHEST_MILLIS, 3);
    private long lastSequence;

    /** Measures from now on: what the CRM has accepted so far is passed over. */
    Freshness(Crm crm) {
        this.crm = crm;
        catchUp();
    }

    void committed(Change change) {
        // The CRM is told the stamp to the microsecond, as it stands in the table.
        committed.put(
                new Version(String.valueOf(change.customerId()), change.stamp().truncatedTo(ChronoUnit.MICROS)),
                change.committed());
    }

    /** Looks for changes that have arrived since the last look. */
    void catchUp() {
        JsonNode page;
        do {
            page = crm.versionsAfter(lastSequence, PAGE);
            for (JsonNode version : page) {
                lastSequence = version.path("seq").asLong();
                accepted(version);
            }
        } while (page.size() == PAGE);
    }

    private void accepted(JsonNode version) {
        JsonNode properties = version.path("properties");
        String stamp = properties.path("warehouse_updated_at").asText("");
        if (stamp.isEmpty()) {
            return;
        }
        Instant commit =
                committed.remove(new Version(properties.path("customer_id").asText(), Instant.parse(stamp)));
        if (commit != null) {
            Instant acceptedAt = Instant.parse(version.path("acceptedAt").asText());
            long taken = Math.max(0, Duration.between(commit, acceptedAt).toMillis());
            millis.recordValue(Math.min(taken, HIGHEST_MILLIS));
        }
    }

    /** One line: how many changes arrived, p50, p99 and the longest, in milliseconds. */
    String summary() {
        if (millis.getTotalCount() == 0) {
            return "no change has arrived yet";
        }
        return "p50 %,d ms, p99 %,d ms, longest %,d ms (%,d changes, commit in PostgreSQL to accepted by the CRM)"
                .formatted(
                        millis.getValueAtPercentile(50),
                        millis.getValueAtPercentile(99),
                        millis.getMaxValue(),
                        millis.getTotalCount());
    }
}
