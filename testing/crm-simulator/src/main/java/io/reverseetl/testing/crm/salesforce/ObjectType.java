// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.salesforce;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An object type of the org: some of its standard fields, and the custom ones that the examples write.
 *
 * @param keyPrefix what every id of the type begins with
 */
record ObjectType(String apiName, String keyPrefix, List<Field> fields) {

    /** All that the org has. */
    static final List<ObjectType> ALL = List.of(
            of(
                    "Account",
                    "001",
                    Field.text("Name", 255).asRequired(),
                    Field.text("Phone", 40),
                    Field.text("BillingCity", 40),
                    Field.externalId("Account_Number__c")),
            of(
                    "Contact",
                    "003",
                    Field.text("FirstName", 40),
                    Field.text("LastName", 80).asRequired(),
                    Field.of("Email", FieldType.EMAIL),
                    Field.text("Phone", 40),
                    Field.text("MailingCity", 40),
                    Field.text("MailingPostalCode", 20),
                    Field.of("Birthdate", FieldType.DATE),
                    Field.of("HasOptedOutOfEmail", FieldType.BOOLEAN),
                    Field.picklist(
                            "LeadSource", FieldType.PICKLIST, "Web", "Phone Inquiry", "Partner Referral", "Other"),
                    Field.reference("AccountId", "Account"),
                    Field.externalId("Customer_Id__c"),
                    Field.of("Total_Spent__c", FieldType.DOUBLE),
                    Field.of("Last_Purchase__c", FieldType.DATE),
                    Field.of("Warehouse_Updated_At__c", FieldType.DATETIME),
                    Field.picklist("Segments__c", FieldType.MULTIPICKLIST, "vip", "newsletter", "churn-risk")));

    private static ObjectType of(String apiName, String keyPrefix, Field... own) {
        Stream<Field> common = Stream.of(
                Field.readOnly("Id", FieldType.ID),
                Field.readOnly("CreatedDate", FieldType.DATETIME),
                Field.readOnly("SystemModstamp", FieldType.DATETIME));
        return new ObjectType(
                apiName, keyPrefix, Stream.concat(common, Stream.of(own)).toList());
    }

    static ObjectType named(String name) {
        return ALL.stream()
                .filter(type -> type.apiName.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new ApiError(404, "NOT_FOUND", "The requested resource does not exist"));
    }

    Optional<Field> field(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The field by which records are found. */
    Field externalId(String name) {
        return field(name)
                .filter(Field::externalId)
                .orElseThrow(() -> new ApiError(
                        404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + name));
    }

    /** The type that a relationship leads to. */
    Optional<Field> relationship(String name) {
        return fields.stream()
                .filter(field ->
                        !field.relationship().isEmpty() && field.relationship().equalsIgnoreCase(name))
                .findFirst();
    }

    Set<String> unique() {
        return fields.stream().filter(Field::externalId).map(Field::name).collect(Collectors.toSet());
    }

    /** An id of 18 characters for a number of the store's. */
    String salesforceId(String storeId) {
        return keyPrefix + "0".repeat(12 - storeId.length()) + storeId + "AAA";
    }

    /** The store's number; nothing if the id is of another type. */
    Optional<String> storeId(String salesforceId) {
        return salesforceId.matches(keyPrefix + "\\d{12}(AAA)?")
                ? Optional.of(salesforceId.substring(3, 15).replaceFirst("^0+(?=.)", ""))
                : Optional.empty();
    }
}
