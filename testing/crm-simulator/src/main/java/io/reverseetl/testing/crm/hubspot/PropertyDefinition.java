// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A property of an object type.
 *
 * @param options the values of an enumeration
 * @param unique whether no two objects may have the same value: such a property can find an object
 * @param readOnly whether only HubSpot sets it
 * @param builtIn whether every account has it
 */
record PropertyDefinition(
        String name,
        String label,
        String description,
        PropertyType type,
        String fieldType,
        String groupName,
        List<Option> options,
        boolean unique,
        boolean readOnly,
        boolean builtIn,
        Instant createdAt) {

    /** What is wrong with a value that somebody sets; an empty value clears and is never wrong. */
    Optional<ErrorDetail> errorOf(String value) {
        if (readOnly) {
            return Optional.of(ErrorDetail.aboutProperty(
                    name, "READ_ONLY_VALUE", "\"" + name + "\" is a read only property; its value cannot be set."));
        }
        List<String> allowed = options.isEmpty()
                ? List.of()
                : options.stream().map(Option::value).toList();
        return value.isEmpty() || type.accepts(value, allowed)
                ? Optional.empty()
                : Optional.of(type.error(name, value, allowed));
    }

    /** One value of an enumeration. */
    record Option(String label, String value) {}
}
