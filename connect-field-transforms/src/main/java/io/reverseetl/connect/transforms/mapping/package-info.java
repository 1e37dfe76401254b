// SPDX-License-Identifier: Apache-2.0
/**
 * What a mapping says, and how it turns the fields of one record into those of another.
 *
 * <p>Read it in this order: {@link io.reverseetl.connect.transforms.mapping.Mapping} is parsed once, by
 * {@code MappingParser}, into targets and their {@code Expression}s. An expression is bound once for each schema, which
 * finds out its type, and then reads record after record.
 *
 * <p>It may use the data model of Connect ({@code org.apache.kafka.connect.data} and {@code .errors}), what the
 * transforms share ({@code syntax} and {@code data}) and the JDK, and knows neither records, nor topics, nor configs.
 */
@NullMarked
package io.reverseetl.connect.transforms.mapping;

import org.jspecify.annotations.NullMarked;
