// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rows that were added to a table or query, by a column that the database counts up. A row that is changed later
 * is not read again.
 *
 * <pre>
 *   wait ──▶ look: an id that is settled? ── no ──▶ wait
 *                  └── yes ──▶ page ──▶ page ──▶ short page ──▶ wait
 * </pre>
 */
public final class IncrementingReader implements Stream {

    private static final Logger log = LoggerFactory.getLogger(IncrementingReader.class);

    /** The least between two looks while an id is not settled yet, or a standby lags. */
    private static final Duration SOON = Duration.ofMillis(20);

    private final Relation relation;
    private final ReadSettings settings;
    private final KeyedPages pages;
    private final Watermark watermark;
    private final Wakes wakes = new Wakes();
    private final IdBound bound = new IdBound();
    private Optional<String> through = Optional.empty();
    private @Nullable Guarantee announced;
    private boolean lags;
    private boolean caughtUp;
    private Instant nextLook = Instant.MIN;

    public IncrementingReader(
            Relation relation,
            Optional<Position> position,
            ReadSettings settings,
            CursorPlanner planner,
            Watermark watermark) {
        if (position.flatMap(Position::timestamp).isPresent()
                || position.flatMap(Position::run).isPresent()) {
            throw new ReadFailedException(relation.title()
                    + ": the stored offset was left by another mode than incrementing. Restore the mode, or stop the"
                    + " connector and reset its offset.");
        }
        this.relation = relation;
        this.watermark = watermark;
        this.settings = settings;
        this.pages = new KeyedPages(relation, position, settings.rowsPerPage(), planner);
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
        return through.isPresent() ? Instant.MIN : nextLook;
    }

    @Override
    public void wake(Instant now) {
        Instant soon = wakes.wake(now);
        nextLook = soon.isBefore(nextLook) ? soon : nextLook;
    }

    @Override
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public Optional<Step.Page> read(Session session, Instant now) throws SQLException {
        try {
            return readPage(session, now);
        } catch (SQLException e) {
            // The next connection may lead to another standby, which has not replayed as much.
            through = Optional.empty();
            bound.forget();
            throw e;
        }
    }

    private Optional<Step.Page> readPage(Session session, Instant now) throws SQLException {
        if (through.isEmpty()) {
            through = look(session, now);
        }
        List<Row> rows = through.isPresent() ? pages.next(session, through) : List.of();
        if (pages.isLast(rows)) {
            // The first id that is settled is at least the highest that the first look saw.
            caughtUp |= through.isPresent();
            through = Optional.empty();
            nextLook = lags ? now.plus(SOON) : wakes.nextLook(now, untilNextLook());
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Step.Page(partition(), pages.cursor().get(session), rows, Optional.empty()));
    }

    /**
     * Sees which transactions are open, and only then whether the table was altered: whoever adds a column and fills it in
     * one transaction is either still open, and holds its ids back, or has its column noticed.
     */
    private Optional<String> look(Session session, Instant now) throws SQLException {
        Optional<WatermarkStatus> seen = watermark.look(session, now);
        boolean unused = pages.cursor().hasChanged(session);
        lags = seen.isEmpty();
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        WatermarkStatus status = seen.get();
        Instant horizon = status.bound().isPresent() ? status.clock() : Instant.MIN;
        wakes.look(now, watermark.askedAt(), status.clock(), Duration.ZERO, horizon);
        if (status.bound().isEmpty()) {
            return Optional.empty();
        }
        announce(status.guarantee());
        Instant begun = status.bound().get().minus(keptBack(status.guarantee()));
        Optional<String> highest = pages.highest(session);
        caughtUp |= highest.isEmpty();
        return bound.next(status.clock(), begun, highest);
    }

    private Duration keptBack(Guarantee guarantee) {
        Duration margin = settings.bounds().margin();
        Duration delay = settings.bounds().delay();
        // A delay that is all there is need not be kept from anything else.
        return guarantee.seesEveryTransaction() ? margin.plus(delay) : margin.compareTo(delay) > 0 ? margin : delay;
    }

    private void announce(Guarantee guarantee) {
        if (guarantee == announced) {
            return;
        }
        Optional<String> shortfall = settings.bounds().shortfall(guarantee);
        if (shortfall.isPresent() && settings.bounds().required()) {
            throw new ReadFailedException("watermark.required=true, but rows of " + relation.label()
                    + " can be missed: " + shortfall.get() + ".");
        }
        announced = guarantee;
        log.info("Reading {} by {}", relation.label(), settings.bounds().inForce(guarantee));
        shortfall.ifPresent(why -> log.warn("Rows of {} can be missed: {}", relation.label(), why));
    }

    private Duration untilNextLook() {
        Duration least = settings.pollInterval();
        if (bound.isNoted()) {
            least = SOON;
        } else if (bound.isDated()) {
            // Neither the margin nor the delay can have passed earlier.
            least = settings.bounds().margin().plus(settings.bounds().delay()).plus(SOON);
        }
        return least.compareTo(settings.pollInterval()) < 0 ? least : settings.pollInterval();
    }
}
