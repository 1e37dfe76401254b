// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.Slice;
import io.reverseetl.connect.jdbc.dialect.SliceRequest;
import io.reverseetl.connect.jdbc.dialect.TableParts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pages of a slice, for a reader that takes them for those of the table. */
final class SlicedPages implements Pages {

    private final Slice slice;

    SlicedPages(Slice slice) {
        this.slice = slice;
    }

    /**
     * Reads the slice's next rows, from one window of the table's rows after another. Where a window ends is fixed first:
     * until it is read rows can leave it, but none can enter, as below the upper bound none appears.
     */
    @Override
    public List<Row> read(Session session, PageRequest request) throws SQLException {
        TableParts parts = parts(session);
        int window = Math.multiplyExact(request.limit(), slice.of());
        List<Row> rows = new ArrayList<>();
        PageRequest.Timed rest = (PageRequest.Timed) request.range();
        while (rows.size() < request.limit()) {
            Optional<Position> through = parts.ahead(request.cursor(), rest, window);
            int limit = request.limit() - rows.size();
            List<Row> found = parts.slice(new SliceRequest(request.cursor(), rest, through, window, slice, limit));
            rows.addAll(found);
            if (through.isEmpty()) {
                break;
            }
            rest = new PageRequest.Timed(through, rest.before());
        }
        return rows;
    }

    static TableParts parts(Session session) {
        return session.parts()
                .orElseThrow(() -> new ReadFailedException(
                        "Tables of this kind of database cannot be read in slices. Set increment.slices=1."));
    }
}
