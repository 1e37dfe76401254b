// SPDX-License-Identifier: Apache-2.0
/**
 * The sink connector as Connect sees it, its config, and what runs between start and stop. Connector and task are
 * shells; this package puts the others together and is the only one that may use all of them. A CRM is found through
 * the {@code spi} package and never named here.
 */
@NullMarked
package io.reverseetl.connect.crm;

import org.jspecify.annotations.NullMarked;
