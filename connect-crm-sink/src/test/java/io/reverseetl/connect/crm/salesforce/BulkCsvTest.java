// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BulkCsvTest {

    @Test
    void each_field_of_any_record_is_a_column_and_a_cell_is_empty_where_a_record_does_not_have_it() {
        assertThat(csv(write("k1", "LastName", "Ada"), write("k2", "Phone", "1")))
                .contains("\"Ext__c\",\"LastName\",\"Phone\"\n\"k1\",\"Ada\",\n\"k2\",,\"1\"\n");
    }

    @Test
    void values_are_as_they_are_in_json() {
        // When
        Optional<String> csv = csv(write(
                "k1",
                "HasOptedOutOfEmail",
                true,
                "Total__c",
                new BigDecimal("1.20E+3"),
                "Segments__c",
                List.of("vip", "new")));

        // Then
        assertThat(csv).contains("""
                        "Ext__c","HasOptedOutOfEmail","Total__c","Segments__c"
                        "k1","true","1200","vip;new"
                        """);
    }

    @Test
    void what_csv_is_made_of_arrives_as_it_is() {
        assertThat(csv(write("k,1", "LastName", " O'Brien, \"Bob\"\nof Cork ")))
                .contains("\"Ext__c\",\"LastName\"\n\"k,1\",\" O'Brien, \"\"Bob\"\"\nof Cork \"\n");
    }

    @Test
    void null_and_the_empty_text_clear() {
        assertThat(csv(write("k1", "Phone", null, "MailingCity", "")))
                .contains("\"Ext__c\",\"Phone\",\"MailingCity\"\n\"k1\",\"#N/A\",\"#N/A\"\n");
    }

    @Test
    void a_reference_is_a_column_by_its_path_and_to_nothing_an_empty_lookup() {
        // When
        Optional<String> csv = csv(
                write("k1", "Account.AcctExt__c", "A9"),
                write("k2", "Account.AcctExt__c", null),
                write("k3", "Home__r.Ext__c", null));

        // Then
        assertThat(csv).contains("""
                        "Ext__c","Account.AcctExt__c","AccountId","Home__c"
                        "k1","A9",,
                        "k2",,"#N/A",
                        "k3",,,"#N/A"
                        """);
    }

    @Test
    void the_external_id_is_there_once() {
        assertThat(csv(write("k1", "ext__C", "other", "LastName", "Ada")))
                .contains("\"Ext__c\",\"LastName\"\n\"k1\",\"Ada\"\n");
    }

    @Test
    void a_text_that_would_clear_cannot_be_said() {
        assertThat(csv(write("k1", "LastName", "#N/A"))).isEmpty();
        assertThat(csv(write("#N/A", "LastName", "Ada"))).isEmpty();
    }

    @Test
    void results_are_read_by_their_columns() {
        assertThat(BulkCsv.read("\"sf__Id\",\"Ext__c\"\n\"003\",\"k,\n1\"\n", "Ext__c"))
                .contains(List.of(Map.of("sf__Id", "003", "Ext__c", "k,\n1")));
        assertThat(BulkCsv.read("\"sf__Id\",\"Ext__c\"\n", "Ext__c")).contains(List.of());
    }

    @Test
    void a_page_of_something_else_is_no_result() {
        assertThat(BulkCsv.read("<html>Service unavailable</html>", "Ext__c")).isEmpty();
        assertThat(BulkCsv.read("", "Ext__c")).isEmpty();
        assertThat(BulkCsv.read("\"Ext__c\n", "Ext__c")).isEmpty();
    }

    private static Optional<String> csv(CrmWrite... writes) {
        return BulkCsv.write(Arrays.asList(writes), "Ext__c").map(bytes -> new String(bytes, UTF_8));
    }

    /** @param fields names and values in turns */
    private static CrmWrite write(String id, @Nullable Object... fields) {
        Map<String, @Nullable Object> byName = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            byName.put(String.valueOf(fields[i]), fields[i + 1]);
        }
        AdapterSettings settings =
                new AdapterSettings(URI.create("http://localhost"), "Contact", "Ext__c", NullPolicy.CLEAR, Map.of());
        Payload payload = SalesforcePayload.prepare(byName, settings).fold(Preparation.Ready::payload, unfit -> {
            throw new AssertionError(unfit.reason());
        });
        return new CrmWrite(id, "people-0-0", payload);
    }
}
