// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The table {@code customers} of the shop's warehouse and what happens to it. */
final class CustomerTable {

    private static final String CREATE = """
            CREATE TABLE customers (
                customer_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                first_name         text NOT NULL,
                last_name          text NOT NULL,
                email              text NOT NULL,
                phone              text,
                company            text,
                city               text NOT NULL,
                country            varchar(2) NOT NULL,
                postcode           text NOT NULL,
                last_purchase_date date,
                total_spent        numeric(12, 2) NOT NULL,
                newsletter         boolean NOT NULL,
                segments           text[] NOT NULL,
                last_updated       timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX customers_by_change ON customers (last_updated, customer_id);
            CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN NEW.last_updated := now(); RETURN NEW; END';
            CREATE TRIGGER customers_stamp BEFORE UPDATE ON customers
                FOR EACH ROW EXECUTE FUNCTION stamp();
            """;

    private static final String INSERT = """
            INSERT INTO customers (first_name, last_name, email, phone, company, city, country, postcode,
                                   last_purchase_date, total_spent, newsletter, segments)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final int INSERTS_A_BATCH = 500;

    private final Connection connection;
    private final Set<Long> invalid = new TreeSet<>();

    /** Creates the table; the connection is used by one thread at a time and closed by its owner. */
    CustomerTable(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    /** One version of a row, as it was committed. */
    record Change(long customerId, Instant stamp, Instant committed) {}

    /** Inserts customers, some hundred in a transaction. */
    void load(List<Customer> customers) throws SQLException {
        connection.setAutoCommit(false);
        try {
            for (int from = 0; from < customers.size(); from += INSERTS_A_BATCH) {
                insertBatch(customers.subList(from, Math.min(customers.size(), from + INSERTS_A_BATCH)));
                connection.commit();
            }
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void insertBatch(List<Customer> customers) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT, new String[] {"customer_id"})) {
            for (Customer customer : customers) {
                bind(insert, customer);
                insert.addBatch();
            }
            insert.executeBatch();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                for (Customer customer : customers) {
                    keys.next();
                    remember(keys.getLong(1), customer.validEmail());
                }
            }
        }
    }

    private void remember(long customerId, boolean validEmail) {
        if (validEmail) {
            invalid.remove(customerId);
        } else {
            invalid.add(customerId);
        }
    }

    Change insert(Customer customer) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT + " RETURNING customer_id, last_updated")) {
            bind(insert, customer);
            Change change = change(insert);
            remember(change.customerId(), customer.validEmail());
            return change;
        }
    }

    /** Buys something more for a customer. */
    Change buy(long customerId, int cents) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE customers SET total_spent = total_spent + ?::numeric / 100, last_purchase_date = current_date
                WHERE customer_id = ? RETURNING customer_id, last_updated
                """)) {
            update.setInt(1, cents);
            update.setLong(2, customerId);
            return change(update);
        }
    }

    /** Gives a customer an email that the CRM will refuse. */
    Change spoilEmail(long customerId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE customers SET email = replace(email, '@', ' at ')
                WHERE customer_id = ? RETURNING customer_id, last_updated
                """)) {
            update.setLong(1, customerId);
            remember(customerId, false);
            return change(update);
        }
    }

    private static Change change(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("No row was changed");
            }
            Instant stamp = row.getObject(2, OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MICROS);
            // In autocommit the answer comes after the commit.
            return new Change(row.getLong(1), stamp, Instant.now());
        }
    }

    private void bind(PreparedStatement insert, Customer customer) throws SQLException {
        insert.setString(1, customer.firstName());
        insert.setString(2, customer.lastName());
        insert.setString(3, customer.email());
        insert.setString(4, customer.phone());
        insert.setString(5, customer.company());
        insert.setString(6, customer.city());
        insert.setString(7, customer.country());
        insert.setString(8, customer.postcode());
        insert.setObject(9, customer.lastPurchaseDate());
        insert.setBigDecimal(10, customer.totalSpent());
        insert.setBoolean(11, customer.newsletter());
        insert.setArray(12, connection.createArrayOf("text", customer.segments().toArray()));
    }

    /** The rows whose email the CRM has to refuse as it is now, by customer_id. */
    Set<Long> invalid() {
        return Set.copyOf(invalid);
    }

    boolean isInvalid(long customerId) {
        return invalid.contains(customerId);
    }

    /** The customers' ids, in order. */
    List<Long> ids() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT customer_id FROM customers ORDER BY customer_id")) {
            List<Long> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
            return ids;
        }
    }
}
