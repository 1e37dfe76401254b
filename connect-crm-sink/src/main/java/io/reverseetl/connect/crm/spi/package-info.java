// SPDX-License-Identifier: Apache-2.0
/**
 * What an adapter for a CRM implements and what it meets: writes in, one result for each of them out. An adapter is
 * one package that can be read alone; it is registered in
 * {@code META-INF/services/io.reverseetl.connect.crm.spi.CrmAdapterProvider} and touches no other file. This package
 * may use the shared support classes and the transport in {@code http}; it knows nothing of Kafka Connect.
 */
@NullMarked
package io.reverseetl.connect.crm.spi;

import org.jspecify.annotations.NullMarked;
