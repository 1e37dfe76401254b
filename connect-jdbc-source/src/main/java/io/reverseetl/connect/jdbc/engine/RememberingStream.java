// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** A stream whose keys are stored before a page is handed over. */
public final class RememberingStream implements Stream {

    private final Stream stream;
    private final SentKeys keys;

    public RememberingStream(Stream stream, SentKeys keys) {
        this.stream = stream;
        this.keys = keys;
    }

    @Override
    public SourcePartition partition() {
        return stream.partition();
    }

    @Override
    public String label() {
        return stream.label();
    }

    @Override
    public Instant due() {
        return stream.due();
    }

    @Override
    public void wake(Instant now) {
        stream.wake(now);
    }

    @Override
    public Optional<Instant> readUpTo() {
        return stream.readUpTo();
    }

    @Override
    public Optional<Progress> progress() {
        return stream.progress();
    }

    /** Where keys cannot be stored the task fails, and none of the page's records has been sent. */
    @Override
    public Optional<Step.Page> read(Session session, Instant now) throws SQLException {
        Optional<Step.Page> page = stream.read(session, now);
        page.filter(found -> !found.rows().isEmpty()).ifPresent(found -> keys.sending(found.cursor(), found.rows()));
        return page;
    }
}
