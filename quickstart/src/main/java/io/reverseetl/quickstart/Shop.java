// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import io.reverseetl.quickstart.CustomerTable.Change;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** What goes on in the shop: its customers come, buy, and mistype their emails. Seeded, hence repeatable. */
final class Shop {

    private static final int MOST_CENTS = 50_000;

    private final CustomerTable table;
    private final CustomerGenerator generator;
    private final Random random;
    private final List<Long> customers = new ArrayList<>();

    Shop(CustomerTable table, CustomerGenerator generator, long seed) {
        this.table = table;
        this.generator = generator;
        this.random = new Random(seed);
    }

    /** Fills the table with the customers that the shop already has. */
    void open(int rows) throws SQLException {
        List<Customer> first = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            first.add(generator.next());
        }
        table.load(first);
        customers.addAll(table.ids());
    }

    /** Makes changes in proportion to the size of the table, every kind at least once. */
    void changeSome(int rows, Consumer<Change> committed) throws SQLException {
        change(Math.max(10, rows / 20), committed);
        for (int i = 0; i < Math.max(1, rows / 1000); i++) {
            insert(generator.nextInvalid(), committed);
            committed.accept(table.spoilEmail(anyValidCustomer()));
        }
    }

    /** Makes some changes: mostly purchases, now and then a new customer. */
    void change(int changes, Consumer<Change> committed) throws SQLException {
        for (int i = 0; i < changes; i++) {
            if (random.nextInt(5) == 0) {
                insert(generator.next(), committed);
            } else {
                committed.accept(table.buy(anyCustomer(), 1 + random.nextInt(MOST_CENTS)));
            }
        }
    }

    private void insert(Customer customer, Consumer<Change> committed) throws SQLException {
        Change change = table.insert(customer);
        customers.add(change.customerId());
        committed.accept(change);
    }

    private long anyCustomer() {
        return customers.get(random.nextInt(customers.size()));
    }

    private long anyValidCustomer() {
        long customer = anyCustomer();
        for (int tries = 0; table.isInvalid(customer) && tries < customers.size(); tries++) {
            customer = anyCustomer();
        }
        return customer;
    }
}
