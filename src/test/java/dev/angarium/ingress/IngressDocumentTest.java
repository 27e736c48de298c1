package dev.angarium.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.access.api.ApiDocument;
import dev.angarium.access.api.Endpoint;
import dev.angarium.ingress.IngressWorld.Rules;
import dev.angarium.pg.TestDatabase;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The OpenAPI file has every address that providers may call, and no other. */
class IngressDocumentTest {
    /** Served by the simple API's read side. */
    private static final Set<String> READS = Set.of("GET /messages", "GET /stats");

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @Test
    void the_document_names_every_ingress_route() {
        try (var world = new IngressWorld(database, Rules.usual())) {
            var served = world.routes.stream()
                    .map(route -> route.method() + " " + route.template().replace("/*", "/{event}"))
                    .toList();
            var told = ApiDocument.load().endpoints().stream()
                    .filter(endpoint -> endpoint.access() == Endpoint.Access.INGRESS)
                    .map(endpoint -> endpoint.method() + " " + endpoint.template())
                    .filter(address -> !READS.contains(address))
                    .toList();
            assertThat(told).containsExactlyInAnyOrderElementsOf(served);
        }
    }
}
