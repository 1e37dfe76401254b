// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.http.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The properties API: list, look up and create the properties of an object type. */
final class PropertyEndpoints {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");

    private final PropertyCatalog catalog;
    private final Access access;
    private final InstantSource clock;

    PropertyEndpoints(PropertyCatalog catalog, Access access, InstantSource clock) {
        this.catalog = catalog;
        this.access = access;
        this.clock = clock;
    }

    Stream<Route> routes() {
        return Stream.of("/crm/v3/properties/{objectType}", "/crm/properties/2026-03/{objectType}")
                .flatMap(base -> Stream.of(
                        Route.get(base, this::list),
                        Route.post(base, this::create),
                        Route.get(base + "/{propertyName}", this::get)));
    }

    private Response list(Exchange exchange) {
        ObjectType type = ObjectType.named(exchange.pathVariable("objectType"));
        access.require(type.readScope());
        List<PropertyBody> results =
                catalog.list(type).stream().map(PropertyBody::of).toList();
        return Response.json(200, Map.of("results", results));
    }

    private Response get(Exchange exchange) {
        ObjectType type = ObjectType.named(exchange.pathVariable("objectType"));
        access.require(type.readScope());
        String name = exchange.pathVariable("propertyName");
        return catalog.find(type, name)
                .map(property -> Response.json(200, PropertyBody.of(property)))
                .orElseThrow(() -> Refusal.notFound("Could not find property named '" + name + "'"));
    }

    private Response create(Exchange exchange) {
        ObjectType type = ObjectType.named(exchange.pathVariable("objectType"));
        access.require(type.schemaWriteScope());
        PropertyDefinition property = read(RequestBody.of(exchange));
        if (!catalog.create(type, property)) {
            throw Refusal.of(
                    409, "OBJECT_ALREADY_EXISTS", "A property named '" + property.name() + "' already exists.");
        }
        return Response.json(201, PropertyBody.of(property));
    }

    private PropertyDefinition read(RequestBody body) {
        String name = body.required("name");
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid("Property name '" + name
                    + "' is not valid: use lower-case letters, digits and underscores, and begin with a letter");
        }
        String typeName = body.required("type");
        PropertyType type = PropertyType.named(typeName)
                .orElseThrow(() -> Refusal.invalid("Property type '" + typeName
                        + "' is not one of [string, number, date," + " datetime, enumeration, bool]"));
        return new PropertyDefinition(
                name,
                body.required("label"),
                body.optional("description").orElse(""),
                type,
                body.required("fieldType"),
                body.required("groupName"),
                body.objects("options").stream()
                        .map(option ->
                                new PropertyDefinition.Option(option.required("label"), option.required("value")))
                        .toList(),
                body.flag("hasUniqueValue"),
                false,
                false,
                clock.instant());
    }
}
