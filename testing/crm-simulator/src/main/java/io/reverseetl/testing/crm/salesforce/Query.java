// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.salesforce;

import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.store.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code …/query}: of SOQL, the one sentence that finds ids by external ids. */
final class Query {

    private static final Pattern BY_EXTERNAL_ID = Pattern.compile(
            "SELECT Id, ?(\\w+) FROM (\\w+) WHERE \\1 IN \\((.*)\\)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern LITERAL = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'(?:,|$)");

    private final ObjectStore store;

    Query(ObjectStore store) {
        this.store = store;
    }

    Response answer(Exchange exchange) {
        Matcher soql = BY_EXTERNAL_ID.matcher(exchange.query("q").orElse(""));
        if (!soql.matches()) {
            throw new ApiError(400, "MALFORMED_QUERY", "unexpected token");
        }
        ObjectType type = ObjectType.named(soql.group(2));
        String field = type.field(soql.group(1))
                .map(Field::name)
                .orElseThrow(() -> new ApiError(
                        400,
                        "INVALID_FIELD",
                        "No such column '" + soql.group(1) + "' on entity '" + type.apiName() + "'"));
        List<Map<String, Object>> records = new ArrayList<>();
        for (String externalId : literals(soql.group(3))) {
            store.find(type.apiName(), field, externalId).ifPresent(found -> {
                Map<String, Object> record = new LinkedHashMap<>();
                record.put("attributes", Map.of("type", type.apiName()));
                record.put("Id", type.salesforceId(found.id()));
                record.put(field, externalId);
                records.add(record);
            });
        }
        return Response.json(200, Map.of("totalSize", records.size(), "done", true, "records", records));
    }

    private static List<String> literals(String list) {
        List<String> literals = new ArrayList<>();
        Matcher literal = LITERAL.matcher(list);
        int end = 0;
        while (literal.find() && literal.start() == end) {
            literals.add(literal.group(1).replaceAll("\\\\(.)", "$1"));
            end = literal.end();
        }
        if (end != list.length()) {
            throw new ApiError(400, "MALFORMED_QUERY", "unexpected token");
        }
        return literals;
    }
}
