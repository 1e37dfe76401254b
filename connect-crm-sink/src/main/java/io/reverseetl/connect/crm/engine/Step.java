// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.Operation;

/**
 * What an attempt asks the CRM for.
 *
 * @param crmId the CRM's own id of the object; empty if it is to be found by its external id
 */
record Step(Operation operation, String crmId) {}
