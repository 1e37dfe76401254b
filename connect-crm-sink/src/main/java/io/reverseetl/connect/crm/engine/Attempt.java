// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One write as it goes to the CRM: a version of an object, or several laid over one another.
 *
 * @param versions from the oldest to the newest, at least one
 * @param step what is asked for; not what the versions say if the object has to be put away first
 */
record Attempt(Lane lane, List<Version> versions, Step step, Payload payload) {

    /** The names and punctuation that go with an id and its trace in a request. */
    private static final int OVERHEAD_BYTES = 128;

    Attempt(Lane lane, List<Version> versions, Step step) {
        this(
                lane,
                List.copyOf(versions),
                step,
                versions.stream()
                        .map(Version::payload)
                        .reduce((older, newer) -> newer.over(older))
                        .orElseThrow());
    }

    static int overheadBytes(String externalId) {
        return OVERHEAD_BYTES + externalId.getBytes(StandardCharsets.UTF_8).length;
    }

    Version newest() {
        return versions.get(versions.size() - 1);
    }

    /** What the CRM's results are told apart by; removals by the CRM's own ids may have no external id. */
    String externalId() {
        boolean named = step.crmId().isEmpty() || step.operation() == Operation.UPDATE_KNOWN;
        return named ? newest().externalId() : step.crmId();
    }

    /** Whether it takes away what the object was, and its versions are still to be written. */
    boolean isFarewell() {
        return step.operation().removes() && !newest().payload().operation().removes();
    }

    /** The attempt with only the versions that are still wanted; nothing if none is. */
    Optional<Attempt> wanted() {
        if (versions.stream().allMatch(Version::isWanted)) {
            return Optional.of(this);
        }
        List<Version> left = versions.stream().filter(Version::isWanted).toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(new Attempt(lane, left, step));
    }

    CrmWrite write() {
        return new CrmWrite(
                externalId(), step.crmId(), newest().slot().origin().coordinates(), step.operation(), payload);
    }
}
