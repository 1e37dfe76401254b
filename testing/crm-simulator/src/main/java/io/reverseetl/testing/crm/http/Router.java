// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds who answers a request: the first route that fits. */
public final class Router {

    private final List<Route> routes;

    public Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** Returns the endpoint, and notes on the exchange what it matched; empty if no route fits path and method. */
    public Optional<Endpoint> match(Exchange exchange) {
        for (Route route : routes) {
            Optional<Map<String, String>> variables =
                    route.method().equals(exchange.method()) ? route.variablesOf(exchange.path()) : Optional.empty();
            if (variables.isPresent()) {
                exchange.matched(route, variables.get());
                return Optional.of(route.endpoint());
            }
        }
        return Optional.empty();
    }

    /** The methods that the path of a request would take: none, if the path does not exist. */
    public Set<String> methodsOf(Exchange exchange) {
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.variablesOf(exchange.path()).isPresent()) {
                methods.add(route.method());
            }
        }
        return methods;
    }

    /** Names every route. */
    @Override
    public String toString() {
        return routes.stream().map(Route::toString).collect(Collectors.joining(", "));
    }
}
