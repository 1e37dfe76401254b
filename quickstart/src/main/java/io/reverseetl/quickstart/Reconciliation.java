// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the table with the CRM, field by field. What a contact should look like is said here once more, in SQL, and
 * not taken from the connectors or their config: a mistake there shows as a difference.
 */
final class Reconciliation {

    private static final String EXPECTED_CONTACTS = """
            SELECT customer_id,
                   customer_id::text                  AS "customer_id",
                   btrim(first_name)                  AS "firstname",
                   btrim(last_name)                   AS "lastname",
                   lower(btrim(email))                AS "email",
                   phone                              AS "phone",
                   company                            AS "company",
                   city                               AS "city",
                   upper(country)                     AS "country",
                   postcode                           AS "zip",
                   to_char(last_purchase_date, 'YYYY-MM-DD') AS "last_purchase_date",
                   total_spent::text                  AS "total_spent",
                   newsletter::text                   AS "newsletter_opt_in",
                   array_to_string(segments, ';')     AS "segments",
                   'customer'                         AS "lifecyclestage",
                   to_char(last_updated AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                                                      AS "warehouse_updated_at"
            FROM customers ORDER BY 1
            """;

    private static final int EXAMPLES = 5;

    private final Connection database;
    private final Crm crm;

    Reconciliation(Connection database, Crm crm) {
        this.database = database;
        this.crm = crm;
    }

    /**
     * What the comparison found.
     *
     * @param rows rows in the table
     * @param equal contacts that equal their row in every field
     * @param rejected rows that are not in the CRM as they are and whose key is in the dead letter queue
     * @param deadLetters keys in the dead letter queue
     * @param different contacts that differ from their row without being rejected
     * @param missing rows without a contact that are not rejected either
     * @param extra contacts without a row
     * @param examples some of what is wrong, in words that hold no value
     */
    record Result(
            int rows,
            int equal,
            Set<Long> rejected,
            int deadLetters,
            int different,
            int missing,
            int extra,
            List<String> examples) {

        /** Whether every row is where it belongs and just the invalid ones, of which there are some, were rejected. */
        boolean isRight(Set<Long> invalid) {
            return different == 0
                    && missing == 0
                    && extra == 0
                    && !invalid.isEmpty()
                    && rejected.equals(invalid)
                    && deadLetters == rejected.size()
                    && rows == equal + rejected.size();
        }

        /** The exit code of a run that ends with this comparison: 0 if all is right, else 1. */
        int exitCode(Set<Long> invalid) {
            return isRight(invalid) ? 0 : 1;
        }

        String line() {
            return "customers: %d in PostgreSQL = %d equal in the CRM + %d rejected (dead letter queue: %d); %d different, %d missing, %d extra"
                    .formatted(rows, equal, rejected.size(), deadLetters, different, missing, extra);
        }
    }

    /** Compares as things stand now; {@code deadLetters} are the keys that the sink has rejected. */
    Result compare(Set<Long> deadLetters) throws SQLException {
        // The CRM is read first: a row committed meanwhile then shows as missing or different, never as extra.
        Map<String, List<JsonNode>> contacts = contactsByCustomerId();
        Tally tally = new Tally(deadLetters);
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(EXPECTED_CONTACTS)) {
            while (row.next()) {
                List<JsonNode> found = contacts.remove(row.getString(2));
                tally.add(row.getLong(1), difference(row, found));
            }
        }
        contacts.forEach((customerId, found) -> tally.addExtra(customerId, found.size()));
        return tally.result();
    }

    private Map<String, List<JsonNode>> contactsByCustomerId() {
        Map<String, List<JsonNode>> contacts = new HashMap<>();
        for (JsonNode contact : crm.contacts()) {
            JsonNode properties = contact.path("properties");
            contacts.computeIfAbsent(properties.path("customer_id").asText(""), none -> new ArrayList<>())
                    .add(properties);
        }
        return contacts;
    }

    /** What the comparison of one row says: nothing if they are equal. */
    private enum Difference {
        MISSING,
        DIFFERENT
    }

    private record Finding(Difference difference, String where) {}

    private static @Nullable Finding difference(ResultSet row, @Nullable List<JsonNode> found) throws SQLException {
        if (found == null) {
            return new Finding(Difference.MISSING, "no contact");
        }
        if (found.size() > 1) {
            return new Finding(Difference.DIFFERENT, found.size() + " contacts");
        }
        ResultSetMetaData columns = row.getMetaData();
        for (int column = 2; column <= columns.getColumnCount(); column++) {
            String property = columns.getColumnLabel(column);
            String expected = row.getString(column);
            String actual = found.get(0).path(property).asText("");
            if (!actual.equals(expected == null ? "" : expected)) {
                return new Finding(Difference.DIFFERENT, property);
            }
        }
        return null;
    }

    /** Counts as the rows go by. */
    private static final class Tally {

        private final Set<Long> deadLetters;
        private final Set<Long> rejected = new TreeSet<>();
        private final Map<Difference, Integer> wrong = new LinkedHashMap<>();
        private final List<String> examples = new ArrayList<>();
        private int rows;
        private int equal;
        private int extra;

        Tally(Set<Long> deadLetters) {
            this.deadLetters = deadLetters;
        }

        void add(long customerId, @Nullable Finding finding) {
            rows++;
            if (finding == null) {
                equal++;
            } else if (deadLetters.contains(customerId)) {
                rejected.add(customerId);
            } else {
                wrong.merge(finding.difference(), 1, Integer::sum);
                example("customer_id " + customerId + ": " + finding.where());
            }
        }

        void addExtra(String customerId, int contacts) {
            extra += contacts;
            example("customer_id " + customerId + ": a contact without a row");
        }

        private void example(String text) {
            if (examples.size() < EXAMPLES) {
                examples.add(text);
            }
        }

        Result result() {
            return new Result(
                    rows,
                    equal,
                    Set.copyOf(rejected),
                    deadLetters.size(),
                    wrong.getOrDefault(Difference.DIFFERENT, 0),
                    wrong.getOrDefault(Difference.MISSING, 0),
                    extra,
                    List.copyOf(examples));
        }
    }
}
