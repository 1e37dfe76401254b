// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bulk API 2.0 as its documents say. */
class BulkTest {

    private static final String JOBS = "/services/data/v62.0/jobs/ingest";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CrmSimulator crm = CrmSimulator.start(SimulatorSettings.defaults());
    private final Client client = Client.of(crm);

    @AfterEach
    void close() {
        crm.close();
    }

    @Test
    void a_job_writes_its_records_once_its_upload_is_complete() throws Exception {
        // Given
        String job = create();
        assertThat(upload(job, "Customer_Id__c,LastName,Phone\nC1,Ada,1\nC2,\"O'Brien, \"\"Bob\"\"\",\n")
                        .status())
                .isEqualTo(201);
        assertThat(contacts()).isEmpty();

        // When
        complete(job);

        // Then
        JsonNode told = awaitEnd(job);
        assertThat(told.path("state").asText()).isEqualTo("JobComplete");
        assertThat(told.path("numberRecordsProcessed").asInt()).isEqualTo(2);
        assertThat(results(job, "successfulResults").lines())
                .contains("\"sf__Id\",\"sf__Created\",\"Customer_Id__c\",\"LastName\",\"Phone\"")
                .hasSize(3);
        assertThat(contacts()).hasSize(2);
    }

    @Test
    void an_empty_cell_leaves_a_field_and_a_word_clears_it() throws Exception {
        // Given
        String first = create();
        upload(first, "Customer_Id__c,LastName,Phone,MailingCity\nC1,Ada,1,Paris\n");
        complete(first);
        awaitEnd(first);

        // When
        String second = create();
        upload(second, "Customer_Id__c,LastName,Phone,MailingCity\nC1,Ada,,#N/A\n");
        complete(second);
        awaitEnd(second);

        // Then
        JsonNode contact = contacts().get(0).path("properties");
        assertThat(contact.path("Phone").asText()).isEqualTo("1");
        assertThat(contact.path("MailingCity").asText()).isEmpty();
    }

    @Test
    void a_refused_record_leaves_the_others_alone_and_says_why() throws Exception {
        // Given
        String job = create();
        upload(job, """
                Customer_Id__c,LastName,Email,HasOptedOutOfEmail,Account.Account_Number__c
                C1,Ada,nowhere,,
                C2,Bob,,perhaps,
                C3,Cyd,,true,nobody
                C4,Dan,,false,
                """);

        // When
        complete(job);
        awaitEnd(job);

        // Then
        assertThat(results(job, "failedResults"))
                .contains("INVALID_EMAIL_ADDRESS:Email: invalid email address: nowhere:Email --")
                .contains("INVALID_TYPE_ON_FIELD_IN_RECORD:")
                .contains("INVALID_FIELD:Foreign key external ID: nobody not found");
        assertThat(contacts()).hasSize(1);
    }

    @Test
    void an_unknown_column_fails_the_job_and_all_its_records_stay_unprocessed() throws Exception {
        // Given
        String job = create();
        upload(job, "Customer_Id__c,LastName,Nickname\nC1,Ada,A\n");

        // When
        complete(job);

        // Then
        JsonNode told = awaitEnd(job);
        assertThat(told.path("state").asText()).isEqualTo("Failed");
        assertThat(told.path("errorMessage").asText()).contains("Field name not found : Nickname");
        assertThat(results(job, "unprocessedrecords").lines())
                .containsExactly("\"Customer_Id__c\",\"LastName\",\"Nickname\"", "\"C1\",\"Ada\",\"A\"");
    }

    @Test
    void results_come_in_pages() throws Exception {
        // Given
        String job = create();
        StringBuilder csv = new StringBuilder("Customer_Id__c,LastName\n");
        for (int i = 0; i < 3_001; i++) {
            csv.append("C").append(i).append(",Ada\n");
        }
        upload(job, csv.toString());
        complete(job);
        awaitEnd(job);

        // When
        Client.Answer first = client.get(JOBS + "/" + job + "/successfulResults/");
        Client.Answer second = client.get(JOBS + "/" + job + "/successfulResults/?locator="
                + first.header("sforce-locator").orElseThrow());

        // Then
        assertThat(first.body().lines()).hasSize(3_001);
        assertThat(second.body().lines()).hasSize(2);
        assertThat(second.header("sforce-locator")).contains("null");
    }

    @Test
    void a_job_that_was_aborted_writes_nothing() throws Exception {
        // Given
        String job = create();
        upload(job, "Customer_Id__c,LastName\nC1,Ada\n");

        // When
        assertThat(client.patch(JOBS + "/" + job, "{\"state\":\"Aborted\"}").status())
                .isEqualTo(200);

        // Then
        assertThat(client.patch(JOBS + "/" + job, "{\"state\":\"UploadComplete\"}")
                        .status())
                .isEqualTo(400);
        assertThat(results(job, "unprocessedrecords")).contains("C1");
        assertThat(contacts()).isEmpty();
    }

    private String create() throws Exception {
        return client.post(
                        JOBS,
                        "{'object':'Contact','operation':'upsert','externalIdFieldName':'Customer_Id__c',"
                                + "'contentType':'CSV','lineEnding':'LF'}")
                .json()
                .path("id")
                .asText();
    }

    private Client.Answer upload(String job, String csv) throws Exception {
        return client.send(client.request(JOBS + "/" + job + "/batches")
                .header("Content-Type", "text/csv")
                .PUT(HttpRequest.BodyPublishers.ofString(csv)));
    }

    private void complete(String job) throws Exception {
        assertThat(client.patch(JOBS + "/" + job, "{'state':'UploadComplete'}").status())
                .isEqualTo(200);
    }

    private JsonNode awaitEnd(String job) {
        return await().atMost(PATIENCE)
                .until(
                        () -> client.get(JOBS + "/" + job).json(),
                        told -> !told.path("state").asText().matches("Open|UploadComplete|InProgress"));
    }

    private String results(String job, String which) throws Exception {
        return client.get(JOBS + "/" + job + "/" + which + "/").body();
    }

    private JsonNode contacts() throws Exception {
        return client.get("/_/objects?type=Contact").json().path("objects");
    }
}
