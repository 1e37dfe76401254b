// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Each kind of CRM that the simulator can be, and the config of a task that writes to it. */
enum SimulatedCrm {
    HUBSPOT("firstname", "crm.type=hubspot crm.object=contacts id.property=email"),
    ASSOCIATIONS(
            "firstname",
            "crm.type=hubspot crm.object=contacts id.property=email hubspot.associations=company=companies.company_no"),
    SALESFORCE("LastName", "crm.type=salesforce crm.object=Contact id.property=Customer_Id__c"),
    ZOHO("Last_Name", "zoho-contacts"),
    PIPEDRIVE("name", "pipedrive-persons"),
    ZENDESK("name", "zendesk-users"),
    ODOO("name", "odoo-partners");

    /** What the examples take from the environment, of which nothing may be told. */
    static final String TOKEN = "s3cr3t";

    private final String field;
    private final String own;

    /** @param own settings, or the name of an example that has them */
    SimulatedCrm(String field, String own) {
        this.field = field;
        this.own = own;
    }

    /** A field of texts. */
    String field() {
        return field;
    }

    /** A config that can be changed. */
    Map<String, String> config(String url) {
        Map<String, String> config = new HashMap<>(TaskBench.config(url));
        if (own.contains("=")) {
            Stream.of(own.split(" ")).map(each -> each.split("=", 2)).forEach(each -> config.put(each[0], each[1]));
        } else {
            config.remove("auth.type");
            read(own)
                    .properties()
                    .forEach(entry ->
                            config.put(entry.getKey(), entry.getValue().asText().replaceAll("\\$\\{[^}]*}", TOKEN)));
        }
        config.put("crm.url", url);
        config.put("topics", TaskBench.TOPIC);
        config.put("id.from", "key");
        config.put("validate.live", "false");
        return config;
    }

    boolean removes() {
        Map<String, String> config = config("");
        return !config.get("crm.type").equals("rest") || config.containsKey("rest.delete");
    }

    private static JsonNode read(String example) {
        try {
            return new ObjectMapper()
                    .readTree(Files.readString(Path.of("..", "config-examples", example, "sink.json")))
                    .path("config");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
