// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.protection;

import io.reverseetl.connect.transforms.data.Edit;
import java.util.Optional;
import java.util.function.Function;

/** What the user wants to become of a field. */
sealed interface Action {

    /** The field may be absent. */
    enum Presence implements Action {
        OPTIONAL
    }

    record Plain(Edit edit) implements Action {}

    /** Needs the secret key. */
    record Keyed(Function<SecretKey, Edit> edit) implements Action {}

    /**
     * What is done to the field.
     *
     * @throws IllegalArgumentException if it needs a key, and there is none
     */
    static Edit edit(Action action, Optional<SecretKey> key) {
        if (action instanceof Keyed keyed) {
            return keyed.edit()
                    .apply(key.orElseThrow(() -> new IllegalArgumentException(
                            "`hmac` and `token` need a key; set `key` to a secret from a config provider")));
        }
        return ((Plain) action).edit();
    }
}
