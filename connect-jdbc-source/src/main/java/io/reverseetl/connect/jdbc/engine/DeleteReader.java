// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.KeyPresence;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.engine.DeleteFuse.Approval;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds rows that are gone, by comparing the keys that were sent with those that there are.
 *
 * <pre>
 *   wait ── interval ──▶ compare, a chunk of keys a turn ──▶ fuse ──▶ pages of keys that are still gone ──▶ wait
 * </pre>
 *
 * <p>It takes turns with the stream that reads the rows, in the same thread: a row that is inserted again is read behind its
 * tombstone.
 */
public final class DeleteReader implements Stream {

    private static final Logger log = LoggerFactory.getLogger(DeleteReader.class);

    /** A standby mostly lags by milliseconds. */
    private static final Duration SOON = Duration.ofMillis(20);

    private final Relation relation;
    private final SentKeys keys;
    private final Settings settings;
    private final LiveCursor cursor;
    private final Watermark watermark;
    private final Deque<Map<String, String>> gone = new ArrayDeque<>();
    private final Set<Approval> spent = new HashSet<>();

    private Optional<Approval> inForce = Optional.empty();
    private @Nullable Comparison comparison;
    private Instant next = Instant.MIN;

    /**
     * When and how much.
     *
     * @param interval from the end of a comparison to the begin of the next
     * @param rowsPerPage tombstones that are handed over at a time
     */
    public record Settings(Duration interval, int rowsPerPage, DeleteFuse fuse) {}

    public DeleteReader(
            Relation relation, SentKeys keys, Settings settings, CursorPlanner planner, Watermark watermark) {
        this.relation = relation;
        this.keys = keys;
        this.settings = settings;
        this.cursor = new LiveCursor(relation, planner);
        this.watermark = watermark;
    }

    @Override
    public SourcePartition partition() {
        return SourcePartition.ofGone(relation);
    }

    @Override
    public String label() {
        return "deletes of " + relation.label();
    }

    @Override
    public Instant due() {
        return keys.due() ? Instant.MIN : next;
    }

    @Override
    public Optional<Step.Page> read(Session session, Instant now) throws SQLException {
        keys.forgetArrived();
        if (now.isBefore(next)) {
            return Optional.empty();
        }
        try {
            return readOn(session, now);
        } catch (SQLException e) {
            // The next connection may lead to another server, and what was compared is not true of that.
            abandon();
            throw e;
        }
    }

    private Optional<Step.Page> readOn(Session session, Instant now) throws SQLException {
        if (watermark.look(session, now).isEmpty()) {
            // A standby that lags lacks rows which another one had, and which were sent.
            next = now.plus(SOON);
            return Optional.empty();
        }
        if (cursor.hasChanged(session)) {
            abandon();
        }
        KeyPresence presence = session.keyPresence()
                .orElseThrow(() -> new ReadFailedException("In this kind of database rows that are gone are not found."
                        + " Set delete.check.interval.ms=0."));
        TableCursor ready = cursor.get(session);
        if (!gone.isEmpty()) {
            return page(presence, ready, now);
        }
        compare(presence, ready, now);
        return Optional.empty();
    }

    private void compare(KeyPresence presence, TableCursor ready, Instant now) throws SQLException {
        Comparison current = comparison == null ? Comparison.begin(ready, keys, settings.fuse(), presence) : comparison;
        comparison = current;
        current.step(presence, approved(now));
        if (!current.isDone()) {
            return;
        }
        abandon();
        next = now.plus(settings.interval());
        if (!current.sawOneTable(presence)) {
            log.warn("{} was truncated or created anew while it was compared: it is compared again", relation.title());
            next = now.plus(SOON);
            return;
        }
        if (current.otherColumns() > 0) {
            log.warn(
                    "{}: {} stored keys are of other columns than the record key is now, and are not compared",
                    relation.title(),
                    current.otherColumns());
        }
        if (current.count() > 0) {
            check(presence, current.count(), now);
            log.info("{}: {} rows are gone", relation.title(), current.count());
            gone.addAll(current.gone());
            next = now;
        }
    }

    /** Lets tombstones through, or fails the task. */
    private void check(KeyPresence presence, long count, Instant now) throws SQLException {
        inForce = settings.fuse().approval(relation, count, now).filter(approval -> !spent.contains(approval));
        long mustBeLeft = settings.fuse().mustBeLeft(count);
        long left = presence.countUpTo(relation, mustBeLeft);
        if (left < mustBeLeft && inForce.isEmpty()) {
            throw new ReadFailedException(relation.title() + ": " + count + " rows that were sent are gone and " + left
                    + " are left, which is more than delete.max.fraction="
                    + settings.fuse().fraction()
                    + " lets through. No tombstone was sent. If the table is not complete, restore it and restart the"
                    + " task. If these rows are to be deleted, set delete.approved="
                    + Approval.asked(relation, count, now) + ", which is good for one day.");
        }
    }

    private long approved(Instant now) {
        return settings.fuse().approvals().stream()
                .filter(approval -> approval.covers(relation, 0, now) && !spent.contains(approval))
                .mapToLong(Approval::most)
                .max()
                .orElse(0);
    }

    /** Asks for each key once more: a row that is there again must not get a tombstone behind its record. */
    private Optional<Step.Page> page(KeyPresence presence, TableCursor ready, Instant now) throws SQLException {
        List<Map<String, String>> batch = new ArrayList<>();
        while (batch.size() < settings.rowsPerPage() && !gone.isEmpty()) {
            batch.add(gone.remove());
        }
        List<Row> rows = presence.missing(ready, batch);
        if (gone.isEmpty()) {
            inForce.ifPresent(spent::add);
            next = now.plus(settings.interval());
        }
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        keys.sendingTombstones(rows.stream().map(row -> row.position().key()).toList());
        return Optional.of(Step.Page.ofGone(partition(), ready, rows));
    }

    private void abandon() {
        gone.clear();
        if (comparison != null) {
            comparison.close();
            comparison = null;
        }
    }
}
