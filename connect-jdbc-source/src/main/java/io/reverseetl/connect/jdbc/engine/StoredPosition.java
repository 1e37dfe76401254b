// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Position;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A position in its stored form, which is made when somebody looks: each record has one, and Connect writes but the last
 * of some seconds.
 */
final class StoredPosition extends AbstractMap<String, Object> {

    private final Position position;

    StoredPosition(Position position) {
        this.position = position;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> stored = new LinkedHashMap<>();
        stored.put(PositionFormat.VERSION, PositionFormat.CURRENT);
        position.timestamp().ifPresent(timestamp -> stored.put(PositionFormat.TIMESTAMP, timestamp));
        position.run().ifPresent(run -> stored.put(PositionFormat.RUN, run.toString()));
        stored.put(PositionFormat.KEY, JsonTexts.write(position.key()));
        return stored.entrySet();
    }
}
