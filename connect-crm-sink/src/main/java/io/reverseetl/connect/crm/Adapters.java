// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.spi.CrmAdapterProvider;
import io.reverseetl.connect.support.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;

/** The CRM adapters that this plugin finds: its own, and those whose jars somebody has put beside its own. */
record Adapters(List<Found> all) {

    /**
     * An adapter, and where it comes from.
     *
     * @param places every jar that has its class: with an old one beside a new one, which of them runs is left to chance
     */
    record Found(CrmAdapterProvider provider, List<String> places) {

        boolean isOfType(String type) {
            return provider.type().equals(type);
        }

        /** Its keys, as far as they are its own to define. */
        Stream<Key<?>> keys() {
            return provider.keys().stream().filter(key -> key.name().startsWith(provider.type() + "."));
        }
    }

    /** Looks where the plugin itself comes from: Connect gives each plugin a class loader of its own. */
    static Adapters load() {
        return load(CrmAdapterProvider.class.getClassLoader());
    }

    static Adapters load(ClassLoader plugin) {
        try {
            return new Adapters(ServiceLoader.load(CrmAdapterProvider.class, plugin).stream()
                    .map(ServiceLoader.Provider::get)
                    .map(provider -> new Found(provider, places(provider.getClass(), plugin)))
                    .toList());
        } catch (ServiceConfigurationError e) {
            throw new ConnectException(
                    "There is a CRM adapter in the plugin's folder that cannot be loaded (" + e.getMessage()
                            + "). Take its jar out, or put in one that is made for this version of the plugin.",
                    e);
        }
    }

    private static List<String> places(Class<?> provider, ClassLoader plugin) {
        String resource = provider.getName().replace('.', '/') + ".class";
        try {
            return Collections.list(plugin.getResources(resource)).stream()
                    .map(URL::toString)
                    .map(url -> url.substring(0, url.length() - resource.length())
                            .replaceFirst("^(jar:)?file:", "")
                            .replaceFirst("!?/$", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<CrmAdapterProvider> ofType(String type) {
        return all.stream()
                .filter(found -> found.isOfType(lowerCase(type)))
                .map(Found::provider)
                .findFirst();
    }

    /** What keeps the adapter of a type from being used. */
    Optional<String> problem(String type) {
        List<Found> found =
                all.stream().filter(each -> each.isOfType(lowerCase(type))).toList();
        if (found.isEmpty()) {
            return Optional.of(
                    "There is no adapter for a CRM of type '" + type + "'. Set crm.type to one of: " + types() + ".");
        }
        List<String> places = found.stream()
                .flatMap(each -> each.places().stream())
                .distinct()
                .toList();
        if (places.size() > 1 || found.size() > 1) {
            return Optional.of("There are several adapters for a CRM of type '" + type + "', in "
                    + String.join(" and ", places) + ". Keep one of them, then restart the worker.");
        }
        List<String> foreign = found.get(0).provider().keys().stream()
                .map(Key::name)
                .filter(name -> !name.startsWith(found.get(0).provider().type() + "."))
                .toList();
        return foreign.isEmpty()
                ? Optional.empty()
                : Optional.of("The adapter for a CRM of type '" + type + "' has config keys that do not begin with it: "
                        + String.join(", ", foreign) + ". Its author has to rename them.");
    }

    private static String lowerCase(String type) {
        return type.toLowerCase(Locale.ROOT);
    }

    private String types() {
        return all.stream()
                .map(found -> found.provider().type())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** The keys of all adapters; of several of one type, those of the first. */
    List<Key<?>> keys() {
        return all.stream()
                .filter(found -> ofType(found.provider().type()).orElseThrow() == found.provider())
                .<Key<?>>flatMap(Found::keys)
                .toList();
    }
}
