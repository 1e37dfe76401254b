// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.util.Map;

/**
 * What the connector configs in config-examples refer to as {@code ${env:NAME}}.
 *
 * @param bootstrapServers as workers reach the broker
 * @param jdbcUrl as workers reach the database
 * @param user of the database
 * @param password of the database
 * @param crm HubSpot and Salesforce in one
 */
public record ConnectorVariables(String bootstrapServers, String jdbcUrl, String user, String password, Crm crm) {

    /** The variables by name, for a worker's environment. */
    public Map<String, String> byName() {
        return Map.of(
                "REVERSE_ETL_KAFKA",
                bootstrapServers,
                "REVERSE_ETL_JDBC_URL",
                jdbcUrl,
                "REVERSE_ETL_DB_USER",
                user,
                "REVERSE_ETL_DB_PASSWORD",
                password,
                "REVERSE_ETL_CRM_URL",
                crm.urlForWorkers(),
                "REVERSE_ETL_CRM_TOKEN",
                crm.token(),
                "REVERSE_ETL_SALESFORCE_URL",
                crm.urlForWorkers(),
                "REVERSE_ETL_SALESFORCE_CLIENT_ID",
                "app",
                "REVERSE_ETL_SALESFORCE_CLIENT_SECRET",
                "app-secret");
    }
}
