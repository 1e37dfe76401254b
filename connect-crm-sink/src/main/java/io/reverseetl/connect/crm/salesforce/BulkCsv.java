// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.reverseetl.connect.crm.spi.CrmWrite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Records as Bulk API 2.0 takes and returns them: a line each, a column for each field that one of them has. An empty cell
 * leaves a field as it is, and a word of Salesforce's empties it.
 */
final class BulkCsv {

    private static final String CLEARED = "#N/A";
    private static final String LEFT_ALONE = "";

    private BulkCsv() {}

    /** The records as a text in UTF-8; nothing if one of them has a value that would not arrive as it is. */
    static Optional<byte[]> write(List<CrmWrite> writes, String externalIdField) {
        List<Map<String, String>> rows = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        columns.add(externalIdField);
        for (CrmWrite write : writes) {
            Map<String, String> row = row((SalesforcePayload) write.payload(), externalIdField);
            row.put(externalIdField, write.externalId());
            if (isAmbiguous(write)) {
                return Optional.empty();
            }
            columns.addAll(row.keySet());
            rows.add(row);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                // What is quoted keeps its spaces.
                .quoteStrategy(QuoteStrategies.NON_EMPTY)
                .build(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
            csv.writeRecord(columns);
            for (Map<String, String> row : rows) {
                csv.writeRecord(columns.stream()
                        .map(column -> row.getOrDefault(column, LEFT_ALONE))
                        .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can always be written to", e);
        }
        return Optional.of(bytes.toByteArray());
    }

    /** A text that is the word for nothing would empty its field. */
    private static boolean isAmbiguous(CrmWrite write) {
        return write.externalId().equals(CLEARED)
                || ((SalesforcePayload) write.payload())
                        .fields().values().stream()
                                .anyMatch(value ->
                                        value.isTextual() && value.textValue().equals(CLEARED));
    }

    private static Map<String, String> row(SalesforcePayload payload, String externalIdField) {
        Map<String, String> row = new LinkedHashMap<>();
        payload.fields().forEach((name, value) -> {
            if (!name.equalsIgnoreCase(externalIdField)) {
                FieldName field = FieldName.of(name);
                row.put(field.isReference() && value.isNull() ? field.lookupField() : name, cell(value));
            }
        });
        return row;
    }

    private static String cell(JsonNode value) {
        String text = FieldValue.plain(value);
        return value.isNull() || text.isEmpty() ? CLEARED : text;
    }

    /**
     * Reads a page of results, each by the names of its columns; nothing if it is none, as a page of something between us
     * and Salesforce.
     */
    static Optional<List<Map<String, String>>> read(String page, String externalIdField) {
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(page)) {
            List<List<String>> rows = csv.stream().map(CsvRecord::getFields).toList();
            return rows.isEmpty() || !rows.get(0).contains(externalIdField)
                    ? Optional.empty()
                    : Optional.of(rows.stream()
                            .skip(1)
                            .map(row -> byColumn(rows.get(0), row))
                            .toList());
        } catch (CsvParseException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can always be read", e);
        }
    }

    private static Map<String, String> byColumn(List<String> columns, List<String> row) {
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < Math.min(columns.size(), row.size()); i++) {
            cells.put(columns.get(i), row.get(i));
        }
        return cells;
    }
}
