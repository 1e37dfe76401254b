// SPDX-License-Identifier: Apache-2.0
/**
 * The Single Message Transforms, as Connect sees them, and their config. This package meets the Connect API; what a
 * mapping means is in {@link io.reverseetl.connect.transforms.mapping}. It may use the Connect API, the Kafka config
 * and cache classes, and what the plugins share.
 */
@NullMarked
package io.reverseetl.connect.transforms;

import org.jspecify.annotations.NullMarked;
