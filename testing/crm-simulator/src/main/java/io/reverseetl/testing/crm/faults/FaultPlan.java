// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Says what goes wrong with the next call: first what is scripted, in order, then at random. */
public final class FaultPlan {

    private static final List<Fault> AT_RANDOM = List.of(
            new Fault.Status(429, Optional.of(Duration.ofSeconds(1))),
            new Fault.Status(503, Optional.empty()),
            new Fault.ResetBefore(),
            new Fault.ResetAfter());

    private final double rate;
    private final Random random;
    private final Deque<Repeated> script = new ArrayDeque<>();

    /** @param rate the share of calls that fail at random, from 0 to 1 */
    public FaultPlan(double rate, Random random) {
        this.rate = rate;
        this.random = random;
    }

    /** Takes the next call's fault; nothing if that call shall succeed. */
    public synchronized Optional<Fault> next() {
        Repeated first = script.pollFirst();
        if (first == null) {
            return random.nextDouble() < rate
                    ? Optional.of(AT_RANDOM.get(random.nextInt(AT_RANDOM.size())))
                    : Optional.empty();
        }
        if (first.times() > 1) {
            script.addFirst(new Repeated(first.fault(), first.times() - 1));
        }
        return Optional.of(first.fault());
    }

    /** Adds faults behind those that are still waiting. */
    public synchronized void append(Collection<Repeated> faults) {
        script.addAll(faults);
    }

    /** Forgets the script; random faults go on. */
    public synchronized void clear() {
        script.clear();
    }

    /** A fault for so many calls in a row. */
    public record Repeated(Fault fault, int times) {

        public Repeated {
            if (times < 1) {
                throw new IllegalArgumentException("times must be 1 or more, not " + times);
            }
        }
    }
}
