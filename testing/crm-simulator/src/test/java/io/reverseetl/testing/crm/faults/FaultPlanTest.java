// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.testing.crm.faults.FaultPlan.Repeated;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final Fault BEFORE = new Fault.ResetBefore();
    private static final Fault GARBAGE = new Fault.Garbage();

    @Test
    void scripted_faults_come_in_order_and_as_often_as_said() {
        // Given
        FaultPlan plan = new FaultPlan(0, new Random(1));
        plan.append(List.of(new Repeated(BEFORE, 2), new Repeated(GARBAGE, 1)));
        plan.append(List.of(new Repeated(BEFORE, 1)));

        // When
        List<Optional<Fault>> faults = Stream.generate(plan::next).limit(5).toList();

        // Then
        assertThat(faults)
                .containsExactly(
                        Optional.of(BEFORE),
                        Optional.of(BEFORE),
                        Optional.of(GARBAGE),
                        Optional.of(BEFORE),
                        Optional.empty());
    }

    @Test
    void a_cleared_script_is_forgotten() {
        // Given
        FaultPlan plan = new FaultPlan(0, new Random(1));
        plan.append(List.of(new Repeated(BEFORE, 9)));

        // When
        plan.clear();

        // Then
        assertThat(plan.next()).isEmpty();
    }

    @Test
    void random_faults_come_at_their_rate_in_all_kinds_and_alike_for_one_seed() {
        // When
        List<Optional<Fault>> faults = atRandom(7);

        // Then
        Map<String, Long> byKind = faults.stream()
                .flatMap(Optional::stream)
                .map(Fault::toString)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(byKind)
                .hasSize(4)
                .allSatisfy((kind, count) -> assertThat(count).isBetween(50L, 200L));
        assertThat(atRandom(7)).isEqualTo(faults);
        assertThat(atRandom(8)).isNotEqualTo(faults);
    }

    @Test
    void a_fault_for_no_call_is_a_mistake() {
        assertThatThrownBy(() -> new Repeated(BEFORE, 0)).hasMessageContaining("times");
    }

    private static List<Optional<Fault>> atRandom(long seed) {
        FaultPlan plan = new FaultPlan(0.05, new Random(seed));
        return IntStream.range(0, 10_000).mapToObj(call -> plan.next()).toList();
    }
}
