// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.spi.CrmAdapterProvider;
import io.reverseetl.connect.support.Key;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The CRM adapters that this plugin finds. */
record Adapters(List<CrmAdapterProvider> providers) {

    /** Looks where the plugin itself comes from: Connect gives each plugin a class loader of its own. */
    static Adapters load() {
        return new Adapters(
                ServiceLoader.load(CrmAdapterProvider.class, CrmAdapterProvider.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }

    Optional<CrmAdapterProvider> ofType(String type) {
        return providers.stream()
                .filter(provider -> provider.type().equals(type.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    String types() {
        return providers.stream().map(CrmAdapterProvider::type).sorted().collect(Collectors.joining(", "));
    }

    List<Key<?>> keys() {
        return providers.stream()
                .<Key<?>>flatMap(provider -> provider.keys().stream())
                .toList();
    }
}
