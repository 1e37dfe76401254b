// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.dialect.TableParts;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one table, a page at a time.
 *
 * <pre>
 *   wait ── poll interval ──▶ look: fix its bounds ──▶ pages of settled rows ──▶ pages of young rows ──▶ wait
 * </pre>
 *
 * <p>A table without any position, whose timestamp can be NULL, begins with the rows that have none.
 */
public final class TableReader implements Stream {

    private static final Logger log = LoggerFactory.getLogger(TableReader.class);

    /** A standby mostly lags by milliseconds. */
    private static final Duration SOON = Duration.ofMillis(20);

    /** Some 20 MB of keys. What does not fit in waits until it is settled. */
    private static final int MOST_YOUNG_ROWS = 100_000;

    private final Relation relation;
    private final ReadSettings settings;
    private final LiveCursor cursor;
    private final Watermark watermark;
    private final Looks looks;
    private final Wakes wakes = new Wakes();
    private final PageSize pageSize;
    private final SentRows sent = new SentRows(MOST_YOUNG_ROWS);
    private final Pages pages;

    private Stage stage;

    /** Everything before it has been read for good: after a restart, reading goes on from here. */
    private Optional<Position> position;

    /** Where the next page begins: further on than the position among young rows. */
    private Optional<Position> place;

    /** Of a first read; absent if an earlier run has begun it. */
    private final Optional<SnapshotProgress> firstRead;

    private long untimedRows;
    private @Nullable Look look;
    private Instant nextLook = Instant.MIN;
    private @Nullable Instant readUpTo;

    /** By the database's clock: what had been committed before the first look is stamped earlier. */
    private @Nullable Instant begun;

    /** Which rows are being read. */
    private enum Stage {
        /** Those without a timestamp, once. */
        UNTIMED,
        /** Those that no earlier one can join any more. */
        SETTLED,
        /** Those that the next look reads again. */
        YOUNG
    }

    public TableReader(
            Relation relation,
            Optional<Position> position,
            ReadSettings settings,
            CursorPlanner planner,
            Watermark watermark) {
        this(relation, position, settings, planner, watermark, Session::page);
    }

    TableReader(
            Relation relation,
            Optional<Position> position,
            ReadSettings settings,
            CursorPlanner planner,
            Watermark watermark,
            Pages pages) {
        this.pages = pages;
        this.relation = relation;
        this.position = position;
        this.place = position;
        this.stage = position.flatMap(Position::timestamp).isPresent() ? Stage.SETTLED : Stage.UNTIMED;
        this.settings = settings;
        this.cursor = new LiveCursor(relation, planner);
        this.watermark = watermark;
        this.pageSize = new PageSize(settings.rowsPerPage());
        this.firstRead = position.isPresent()
                ? Optional.empty()
                : Optional.of(new SnapshotProgress(relation.label(), new Progress(0, 0)));
        this.looks = new Looks(relation.label(), settings.bounds());
    }

    @Override
    public SourcePartition partition() {
        return SourcePartition.of(relation);
    }

    @Override
    public String label() {
        return relation.label();
    }

    @Override
    public Instant due() {
        return look == null ? nextLook : Instant.MIN;
    }

    @Override
    public void wake(Instant now) {
        Instant soon = wakes.wake(now);
        nextLook = soon.isBefore(nextLook) ? soon : nextLook;
    }

    @Override
    public Optional<Instant> readUpTo() {
        return Optional.ofNullable(readUpTo);
    }

    @Override
    public boolean caughtUp() {
        return begun != null && readUpTo != null && !readUpTo.isBefore(begun);
    }

    @Override
    public Optional<Progress> progress() {
        return firstRead.map(SnapshotProgress::reached);
    }

    @Override
    public Optional<Step.Page> read(Session session, Instant now) throws SQLException {
        try {
            return readPage(session, now);
        } catch (SQLException e) {
            // The next connection may lead to another standby, which has not replayed as much.
            breakOff();
            throw e;
        }
    }

    private Optional<Step.Page> readPage(Session session, Instant now) throws SQLException {
        Look current = look == null ? beginLook(session, now) : look;
        look = current;
        if (current == null) {
            return Optional.empty();
        }
        List<Row> rows = cursor.ask(session, ready -> pages.read(session, request(session, checked(ready), current)));
        List<Row> unsent = sent.unsent(rows);
        moveBehind(rows);
        firstRead.ifPresent(progress -> progress.read(rows.size(), now));
        Optional<Position> resume = stage == Stage.YOUNG ? position : Optional.empty();
        TableCursor read = cursor(session);
        boolean last = rows.size() < pageSize.rows();
        pageSize.learn(rows);
        if (last) {
            endStage(session, current, now);
        } else if (stage == Stage.YOUNG && sent.isFull()) {
            log.warn(
                    "{}: more than {} rows would be read again at each look. The rest waits",
                    relation.title(),
                    MOST_YOUNG_ROWS);
            endLook(now);
        }
        return unsent.isEmpty() ? Optional.empty() : Optional.of(new Step.Page(partition(), read, unsent, resume));
    }

    /**
     * Sees which transactions are open, and only then whether the table was altered: whoever adds a column and fills it
     * in one transaction is either still open, and holds the bounds below its rows, or has its column noticed.
     */
    private @Nullable Look beginLook(Session session, Instant now) throws SQLException {
        Optional<WatermarkStatus> seen = watermark.look(session, now);
        if (seen.isEmpty()) {
            nextLook = now.plus(SOON);
            return null;
        }
        boolean unused = cursor.hasChanged(session);
        estimateFirstRead(session);
        ColumnType.Timestamp type = cursor(session).timestampType();
        begun = begun == null ? latestStamp(seen.get(), type) : begun;
        Optional<Look> next = looks.next(seen.get(), type, position, now);
        noteForWakes(seen.get(), type, next.map(Look::horizon).orElse(Instant.MIN), now);
        if (next.isEmpty()) {
            nextLook = wakes.nextLook(now, settings.pollInterval());
            return null;
        }
        next.get().again().ifPresent(from -> moveTo(session, type, from));
        return next.get();
    }

    private void estimateFirstRead(Session session) throws SQLException {
        Optional<TableParts> parts = session.parts();
        if (firstRead.isPresent()
                && !firstRead.get().isOver()
                && parts.isPresent()
                && relation instanceof TableName table) {
            firstRead.get().estimate(parts.get().estimatedRows(table));
        }
    }

    private void noteForWakes(WatermarkStatus seen, ColumnType.Timestamp type, Instant horizon, Instant now) {
        Duration keptBack = looks.keptBack(seen.guarantee(), type).plus(Looks.unitBelowMicroseconds(type.precision()));
        wakes.look(now, watermark.askedAt(), latestStamp(seen, type), keptBack, horizon);
    }

    /** No row that can be seen by now is stamped later: a column of few digits may round a stamp up. */
    private static Instant latestStamp(WatermarkStatus seen, ColumnType.Timestamp type) {
        return seen.clock().plus(Looks.unitBelowMicroseconds(type.precision()));
    }

    private PageRequest request(Session session, TableCursor ready, Look current) {
        PageRequest.Range range;
        if (stage == Stage.UNTIMED) {
            range = new PageRequest.Untimed(place.map(Position::key));
        } else {
            Instant before = stage == Stage.YOUNG ? current.horizon() : current.settled();
            range = new PageRequest.Timed(
                    place.filter(from -> from.timestamp().isPresent()), text(session, ready.timestampType(), before));
        }
        return new PageRequest(ready, range, pageSize.rows());
    }

    private void moveBehind(List<Row> rows) {
        if (!rows.isEmpty()) {
            place = Optional.of(rows.get(rows.size() - 1).position());
        }
        if (stage == Stage.YOUNG) {
            sent.remember(rows);
        } else {
            position = place;
        }
        untimedRows += stage == Stage.UNTIMED ? rows.size() : 0;
    }

    private void endStage(Session session, Look current, Instant now) throws SQLException {
        switch (stage) {
            case UNTIMED -> endOfUntimed();
            case SETTLED -> {
                if (position.isEmpty()) {
                    moveTo(session, cursor(session).timestampType(), current.settled());
                }
                looks.settled();
                sent.nextLook();
                stage = Stage.YOUNG;
                readUpTo = current.settled();
                firstRead.ifPresent(SnapshotProgress::end);
                if (!current.readsTwice()) {
                    endLook(now);
                }
            }
            case YOUNG -> {
                readUpTo = current.horizon();
                endLook(now);
            }
        }
    }

    private void endLook(Instant now) {
        look = null;
        stage = Stage.SETTLED;
        place = position;
        nextLook = wakes.nextLook(now, settings.pollInterval());
    }

    private void breakOff() {
        look = null;
        stage = stage == Stage.YOUNG ? Stage.SETTLED : stage;
        place = position;
        sent.beginAgain();
    }

    private void moveTo(Session session, ColumnType.Timestamp type, Instant time) {
        position = Optional.of(Position.before(text(session, type, time)));
        place = position;
    }

    private String text(Session session, ColumnType.Timestamp type, Instant time) {
        return session.text(
                type, LocalDateTime.ofInstant(time, settings.bounds().zoneOf(type)));
    }

    private TableCursor cursor(Session session) throws SQLException {
        return checked(cursor.get(session));
    }

    private TableCursor checked(TableCursor ready) {
        checkPosition(ready);
        if (stage == Stage.UNTIMED && !ready.timestampNullable()) {
            // Without NULLs there is nothing to read before the first timestamp.
            stage = Stage.SETTLED;
        }
        return ready;
    }

    private void checkPosition(TableCursor planned) {
        if (position.flatMap(Position::run).isPresent()) {
            throw new ReadFailedException(
                    relation.title() + ": the stored offset was left by mode bulk. Restore the mode,"
                            + " or stop the connector and reset its offset.");
        }
        if (!position.map(stored -> stored.fits(planned)).orElse(true)) {
            throw new ReadFailedException(relation.title() + ": the stored offset has the key columns "
                    + position.get().keyColumns()
                    + ", but it is now read in the order of " + planned.keyColumns()
                    + ". Restore the primary key, mode, incrementing.column.name and key.columns, or stop the connector"
                    + " and reset its offset to read it from the start.");
        }
    }

    private void endOfUntimed() {
        stage = Stage.SETTLED;
        position = Optional.empty();
        place = position;
        if (untimedRows > 0) {
            log.warn(
                    "{}: {} rows without a timestamp were read, once. Such a row is not seen again before it has"
                            + " one, and new ones are not seen at all: make the timestamp column NOT NULL",
                    relation.title(),
                    untimedRows);
        }
    }
}
