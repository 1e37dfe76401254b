// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.Fingerprint;
import io.reverseetl.connect.crm.engine.Known;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateTableTest {

    private record Key(long high, long low) {}

    @Test
    void it_finds_what_a_map_would_find() {
        // Given: keys that often want the same place
        Random random = new Random(7);
        StateTable table = new StateTable();
        Map<Key, Known> map = new HashMap<>();

        // When
        for (int i = 0; i < 100_000; i++) {
            Key key = new Key(((long) random.nextInt(50) << 58) | 1, random.nextInt(300));
            Known known = new Known(random.nextLong(), i);
            table.put(key.high, key.low, known);
            map.put(key, known);
        }

        // Then
        assertThat(table.size()).isEqualTo(map.size());
        map.forEach((key, known) -> assertThat(table.get(key.high, key.low)).isEqualTo(known));
        assertThat(table.get(1, 300)).isNull();
    }

    @Test
    void the_ids_of_record_keys_are_found_both_ways() {
        // Given: keys whose ids change, and CRMs with ids of any form
        Random random = new Random(7);
        StateTable table = new StateTable();
        Map<Key, Known> map = new HashMap<>();
        String[] crmIds = {"", "301", "003xx000004TmiQAAS", "0ae1b7b2-98cd-4d0c-9f6b-1fd0c8d5a6f1", "é"};

        // When
        for (int i = 0; i < 20_000; i++) {
            Key key = new Key(random.nextInt(300) + 1, 5);
            Fingerprint id = i % 7 == 0 ? Fingerprint.NONE : new Fingerprint(i, 9);
            Known known = new Known(i, i, id, crmIds[random.nextInt(crmIds.length)]);
            table.put(key.high, key.low, known);
            map.put(key, known);
        }

        // Then
        map.forEach((key, known) -> {
            assertThat(table.get(key.high, key.low)).isEqualTo(known);
            if (!known.id().equals(Fingerprint.NONE)) {
                assertThat(table.holder(known.id())).isEqualTo(new Fingerprint(key.high, key.low));
            }
        });
        assertThat(table.holder(new Fingerprint(1, 9))).isNull();
        assertThat(table.holder(Fingerprint.NONE)).isNull();
    }

    /** The guide promises this figure. */
    @Test
    void a_key_with_an_id_of_its_own_takes_between_140_and_241_bytes() {
        // Given
        Random random = new Random(7);
        StateTable table = new StateTable();
        double least = Double.MAX_VALUE;
        double most = 0;

        // When
        for (int i = 1; i <= 1_000_000; i++) {
            Fingerprint id = new Fingerprint(random.nextLong(), random.nextLong());
            table.put(random.nextLong(), random.nextLong(), new Known(i, i, id, String.valueOf(i)));
            double perKey = (double) table.bytes() / i;
            least = Math.min(least, perKey);
            most = i < 1_000 ? 0 : Math.max(most, perKey);
        }

        // Then
        System.out.printf("State of record keys in memory: %.1f to %.1f bytes a key%n", least, most);
        assertThat(least).isGreaterThanOrEqualTo(140);
        assertThat(most).isLessThan(241);
    }

    /** The guide promises this figure. */
    @Test
    void a_key_takes_between_40_and_61_bytes() {
        // Given
        Random random = new Random(7);
        StateTable table = new StateTable();
        double least = Double.MAX_VALUE;
        double most = 0;

        // When
        for (int i = 1; i <= 1_000_000; i++) {
            table.put(random.nextLong(), random.nextLong(), new Known(i, i));
            double perKey = (double) table.bytes() / i;
            least = Math.min(least, perKey);
            most = i < 1_000 ? 0 : Math.max(most, perKey);
        }

        // Then
        System.out.printf("State in memory: %.1f to %.1f bytes a key%n", least, most);
        assertThat(least).isGreaterThanOrEqualTo(40);
        assertThat(most).isLessThan(61);
    }
}
