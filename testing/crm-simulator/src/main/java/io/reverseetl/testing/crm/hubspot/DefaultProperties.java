// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The properties that every account has: the usual ones of HubSpot's some 200 for each type. */
final class DefaultProperties {

    private final String group;
    private final Instant createdAt;

    private DefaultProperties(String group, Instant createdAt) {
        this.group = group;
        this.createdAt = createdAt;
    }

    static List<PropertyDefinition> of(ObjectType type, Instant createdAt) {
        DefaultProperties properties = new DefaultProperties(type.singular() + "information", createdAt);
        Stream<PropertyDefinition> own = switch (type) {
            case CONTACTS -> properties.ofContacts();
            case COMPANIES -> properties.ofCompanies();
            case DEALS -> properties.ofDeals();
            case CARS -> properties.ofCars();
        };
        return Stream.concat(own, properties.ofEveryType(type)).toList();
    }

    private Stream<PropertyDefinition> ofEveryType(ObjectType type) {
        return Stream.of(
                readOnly("hs_object_id", "Record ID", PropertyType.NUMBER),
                readOnly("createdate", "Create Date", PropertyType.DATETIME),
                readOnly(type.modifiedProperty(), "Last Modified Date", PropertyType.DATETIME));
    }

    private Stream<PropertyDefinition> ofContacts() {
        return Stream.of(
                define("email", "Email", PropertyType.EMAIL, "text", List.of(), true, false),
                text("firstname", "First Name"),
                text("lastname", "Last Name"),
                define("phone", "Phone Number", PropertyType.STRING, "phonenumber", List.of(), false, false),
                define(
                        "mobilephone",
                        "Mobile Phone Number",
                        PropertyType.STRING,
                        "phonenumber",
                        List.of(),
                        false,
                        false),
                text("salutation", "Salutation"),
                text("company", "Company Name"),
                text("jobtitle", "Job Title"),
                text("address", "Street Address"),
                text("city", "City"),
                text("state", "State/Region"),
                text("zip", "Postal Code"),
                text("country", "Country/Region"),
                text("website", "Website URL"),
                define("date_of_birth", "Date of birth", PropertyType.STRING, "text", List.of(), false, false),
                lifecycleStage());
    }

    private Stream<PropertyDefinition> ofCompanies() {
        return Stream.of(
                text("name", "Company name"),
                // Not unique, though HubSpot matches companies by it elsewhere: an upsert by it is refused.
                text("domain", "Company Domain Name"),
                text("phone", "Phone Number"),
                text("address", "Street Address"),
                text("city", "City"),
                text("state", "State/Region"),
                text("zip", "Postal Code"),
                text("country", "Country/Region"),
                number("numberofemployees", "Number of Employees"),
                number("annualrevenue", "Annual Revenue"),
                lifecycleStage());
    }

    private Stream<PropertyDefinition> ofDeals() {
        return Stream.of(
                text("dealname", "Deal Name"),
                number("amount", "Amount"),
                define("closedate", "Close Date", PropertyType.DATETIME, "date", List.of(), false, false),
                choice("pipeline", "Pipeline", "default"),
                choice(
                        "dealstage",
                        "Deal Stage",
                        "appointmentscheduled",
                        "qualifiedtobuy",
                        "presentationscheduled",
                        "decisionmakerboughtin",
                        "contractsent",
                        "closedwon",
                        "closedlost"));
    }

    private Stream<PropertyDefinition> ofCars() {
        return Stream.of(text("model", "Model"), number("doors", "Doors"));
    }

    private PropertyDefinition lifecycleStage() {
        return choice(
                "lifecyclestage",
                "Lifecycle Stage",
                "subscriber",
                "lead",
                "marketingqualifiedlead",
                "salesqualifiedlead",
                "opportunity",
                "customer",
                "evangelist",
                "other");
    }

    private PropertyDefinition text(String name, String label) {
        return define(name, label, PropertyType.STRING, "text", List.of(), false, false);
    }

    private PropertyDefinition number(String name, String label) {
        return define(name, label, PropertyType.NUMBER, "number", List.of(), false, false);
    }

    private PropertyDefinition choice(String name, String label, String... values) {
        List<PropertyDefinition.Option> options = Arrays.stream(values)
                .map(value -> new PropertyDefinition.Option(value, value))
                .toList();
        return define(name, label, PropertyType.ENUMERATION, "select", options, false, false);
    }

    private PropertyDefinition readOnly(String name, String label, PropertyType type) {
        return define(name, label, type, type == PropertyType.NUMBER ? "number" : "date", List.of(), false, true);
    }

    private PropertyDefinition define(
            String name,
            String label,
            PropertyType type,
            String fieldType,
            List<PropertyDefinition.Option> options,
            boolean unique,
            boolean readOnly) {
        return new PropertyDefinition(
                name, label, "", type, fieldType, group, options, unique, readOnly, true, createdAt);
    }
}
