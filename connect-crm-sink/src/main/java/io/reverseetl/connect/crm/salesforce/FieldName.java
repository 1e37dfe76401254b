// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * The name of a record's field. {@code Account.Ext__c} is a reference to the account whose field {@code Ext__c} has the
 * value; any other name is that of the field itself.
 *
 * @param relationship for example {@code Account} or {@code Household__r}; empty if it is no reference
 * @param field the field of the object, or that of the one it refers to
 */
record FieldName(String relationship, String field) {

    static FieldName of(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? new FieldName("", name) : new FieldName(name.substring(0, dot), name.substring(dot + 1));
    }

    boolean isReference() {
        return !relationship.isEmpty();
    }

    /** The field that holds the id of what is referred to, by the naming of Salesforce. */
    String lookupField() {
        String custom = "__r";
        return relationship.endsWith(custom)
                ? relationship.substring(0, relationship.length() - custom.length()) + "__c"
                : relationship + "Id";
    }

    /** Writes name and value. A reference to nothing is an empty lookup, as nothing can be found by no value. */
    void write(JsonGenerator json, JsonNode value) throws IOException {
        if (!isReference()) {
            writeField(json, field, value);
        } else if (value.isNull()) {
            json.writeNullField(lookupField());
        } else {
            json.writeObjectFieldStart(relationship);
            writeField(json, field, value);
            json.writeEndObject();
        }
    }

    private static void writeField(JsonGenerator json, String name, JsonNode value) throws IOException {
        json.writeFieldName(name);
        json.writeTree(value);
    }
}
