// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.salesforce;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.salesforce.BulkJob.Result;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A list of results as CSV, in pages that {@code Sforce-Locator} leads through.
 *
 * @param lines the first is the names of the columns
 */
record ResultPages(List<String> columns, List<List<String>> lines) {

    private static final int ROWS_A_PAGE = 3_000;

    static ResultPages of(BulkJob job, String second, List<Result> results) {
        require(job);
        return new ResultPages(
                Stream.concat(Stream.of("sf__Id", second), job.columns.stream()).toList(),
                results.stream()
                        .map(result -> Stream.concat(Stream.of(result.id(), result.said()), cells(job, result.row()))
                                .toList())
                        .toList());
    }

    static ResultPages ofUnprocessed(BulkJob job) {
        require(job);
        return new ResultPages(
                job.columns,
                job.unprocessed.stream().map(row -> cells(job, row).toList()).toList());
    }

    private static void require(BulkJob job) {
        if (!job.state.isOver()) {
            throw new ApiError(400, "INVALIDJOBSTATE", "The job is not over");
        }
    }

    private static Stream<String> cells(BulkJob job, Map<String, String> row) {
        return job.columns.stream().map(column -> row.getOrDefault(column, ""));
    }

    Response answer(Exchange exchange) {
        int from = Math.min(
                lines.size(), exchange.query("locator").map(Integer::parseInt).orElse(0));
        int to = Math.min(lines.size(), from + ROWS_A_PAGE);
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(QuoteStrategies.ALWAYS)
                .build(text)) {
            csv.writeRecord(columns);
            lines.subList(from, to).forEach(csv::writeRecord);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Response.csv(200, text.toString())
                .withHeader("Sforce-Locator", to < lines.size() ? String.valueOf(to) : "null")
                .withHeader("Sforce-NumberOfRecords", String.valueOf(to - from));
    }
}
