// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads the changes of a table or query, and marks when it has caught up with what was there when it began. */
public final class SyncReader implements Stream {

    /** Somebody waits for the answer, so the next look is not left to the poll interval. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Stream changes;
    private final SourcePartition answered;
    private final SyncRequest request;
    private final LiveCursor cursor;

    private Instant nextLook = Instant.MIN;
    private boolean told;

    /** @param changes reads the changes of the relation */
    public SyncReader(Stream changes, Relation relation, SyncRequest request, CursorPlanner planner) {
        this.changes = changes;
        this.answered = SourcePartition.of(TablePart.sync(relation));
        this.request = request;
        this.cursor = new LiveCursor(relation, planner);
    }

    @Override
    public SourcePartition partition() {
        return changes.partition();
    }

    @Override
    public String label() {
        return changes.label();
    }

    @Override
    public Instant due() {
        Instant due = changes.due();
        return told || due.isBefore(nextLook) ? due : nextLook;
    }

    @Override
    public void wake(Instant now) {
        changes.wake(now);
    }

    @Override
    public Optional<Instant> readUpTo() {
        return changes.readUpTo();
    }

    @Override
    public Optional<Progress> progress() {
        return changes.progress();
    }

    @Override
    public Optional<Step.Page> read(Session session, Instant now) throws SQLException {
        if (told || !changes.caughtUp()) {
            nextLook = now.plus(BETWEEN_LOOKS);
            return changes.read(session, now);
        }
        Step.Page mark = Step.Page.ofMark(answered, cursor.get(session), request.answered());
        told = true;
        return Optional.of(mark);
    }
}
