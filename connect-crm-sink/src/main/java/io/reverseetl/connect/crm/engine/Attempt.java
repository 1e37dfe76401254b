// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One write as it goes to the CRM: a version of an object, or several laid over one another.
 *
 * @param versions from the oldest to the newest, at least one
 */
record Attempt(Lane lane, List<Version> versions, Payload payload) {

    /** The names and punctuation that go with an id and its trace in a request. */
    private static final int OVERHEAD_BYTES = 128;

    Attempt(Lane lane, List<Version> versions) {
        this(
                lane,
                List.copyOf(versions),
                versions.stream()
                        .map(Version::payload)
                        .reduce((older, newer) -> newer.over(older))
                        .orElseThrow());
    }

    static int overheadBytes(Lane.Key key) {
        return OVERHEAD_BYTES + key.externalId().getBytes(StandardCharsets.UTF_8).length;
    }

    Version newest() {
        return versions.get(versions.size() - 1);
    }

    String externalId() {
        return lane.key().externalId();
    }

    /** The attempt with only the versions that are still wanted; nothing if none is. */
    Optional<Attempt> wanted() {
        if (versions.stream().allMatch(Version::isWanted)) {
            return Optional.of(this);
        }
        List<Version> left = versions.stream().filter(Version::isWanted).toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(new Attempt(lane, left));
    }

    CrmWrite write() {
        return new CrmWrite(externalId(), newest().slot().origin().coordinates(), payload);
    }
}
