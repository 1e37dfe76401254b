// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Row;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many rows the next page of a stream asks for: few at first, four times as many from page to page up to the
 * configured most, and no more than fit into some megabytes if all were as wide as the widest of the last page. Wide rows
 * thus make small pages, and nobody has to set {@code batch.max.rows} for them.
 */
final class PageSize {

    /** Two pages are held, as rows, as records and on the way to the broker: small beside a heap of 256 MB. */
    private static final long MOST_BYTES = 8 << 20;

    private static final int FIRST = 32;
    private static final int GROWTH = 4;

    private final int most;
    private int rows;

    PageSize(int most) {
        this.most = most;
        this.rows = Math.min(FIRST, most);
    }

    int rows() {
        return rows;
    }

    /** Learns from a page that was read; one without rows says nothing. */
    void learn(List<Row> page) {
        if (!page.isEmpty()) {
            long widest =
                    page.stream().mapToLong(row -> bytes(row.values())).max().orElseThrow();
            int grown = (int) Math.min(most, (long) GROWTH * rows);
            rows = (int) Math.max(1, Math.min(grown, fitting(widest)));
        }
    }

    /** A power of two: each number of rows is another statement to the database. */
    private long fitting(long widest) {
        long fitting = MOST_BYTES / Math.max(1, widest);
        return fitting >= most ? most : Long.highestOneBit(fitting);
    }

    private static long bytes(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        return value instanceof Collection<?> values ? bytes(values) : Long.BYTES;
    }

    private static long bytes(Collection<?> values) {
        long sum = 0;
        for (Object value : values) {
            sum += bytes(value);
        }
        return sum;
    }
}
