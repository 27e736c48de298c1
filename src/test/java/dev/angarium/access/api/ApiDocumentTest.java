package dev.angarium.access.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.angarium.Await;
import dev.angarium.access.Permission;
import dev.angarium.settings.RateSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApiDocumentTest {
    @RegisterExtension
    static final ApiServer api = new ApiServer();

    private static final ApiDocument DOCUMENT = ApiDocument.load();
    private static final ApiSchemas SCHEMAS = new ApiSchemas(DOCUMENT);

    @Test
    void the_document_is_a_contract_of_openapi_3_1() {
        var vertx = Vertx.vertx();
        try {
            var contract = Await.of(OpenAPIContract.from(vertx, withMediaTypesThatVertxKnows()));
            assertThat(contract.operations()).hasSameSizeAs(DOCUMENT.endpoints());
        } finally {
            Await.of(vertx.close());
        }
    }

    @TestFactory
    Stream<DynamicTest> the_examples_of_every_schema_are_valid() {
        var schemas = DOCUMENT.json().getJsonObject("components").getJsonObject("schemas");
        return schemas.fieldNames().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    var examples = schemas.getJsonObject(name).getJsonArray("examples", new JsonArray());
                    assertThat(examples).isNotEmpty();
                    examples.forEach(example ->
                            assertThat(SCHEMAS.problems(name, example)).isEmpty());
                }));
    }

    @Test
    void every_operation_that_needs_a_key_says_which_permission() {
        assertThat(DOCUMENT.endpoints())
                .filteredOn(endpoint -> endpoint.access() == Endpoint.Access.KEYED)
                .hasSizeGreaterThan(40)
                .allSatisfy(endpoint -> assertThat(endpoint.permissions()).isNotEmpty());
    }

    @Test
    void an_operation_is_read_with_its_parameters_wherever_they_stand() {
        var listed = endpoint("listDeliveries");
        assertThat(listed.method()).isEqualTo(HttpMethod.GET);
        assertThat(listed.segments()).containsExactly("webhookId");
        assertThat(listed.query())
                .containsExactlyInAnyOrder("limit", "cursor", "since", "until", "instance", "event", "outcome");
        assertThat(endpoint("rotateWebhookSecret").body()).isEqualTo(Endpoint.Body.OPTIONAL);
        assertThat(endpoint("createWebhook").body()).isEqualTo(Endpoint.Body.REQUIRED);
        assertThat(endpoint("pauseWebhook").body()).isEqualTo(Endpoint.Body.NONE);
        assertThat(endpoint("listInstances").permissions())
                .containsExactlyInAnyOrder(Permission.CONNECTIONS_MANAGE, Permission.REPORTS_READ);
        assertThat(endpoint("receiveMeta").access()).isEqualTo(Endpoint.Access.INGRESS);
        assertThat(endpoint("getHealth").access()).isEqualTo(Endpoint.Access.PUBLIC);
    }

    @Test
    void an_operation_that_nobody_serves_or_nobody_knows_stops_the_start() {
        var routes = new ApiRoutes(api.services().vertx(), api.services().parts(rates()), ApiServer.MAX_BODY);
        Map<String, Operation> operations = new HashMap<>();
        operations.put("makeCoffee", call -> {
            throw new IllegalStateException("never asked");
        });
        assertThatThrownBy(() -> routes.of(DOCUMENT, operations))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("createWebhook")
                .hasMessageContaining("makeCoffee");
    }

    @Test
    void the_document_is_served_to_everybody_as_json() {
        var answer = api.stranger().get("/openapi.json");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json()).isEqualTo(DOCUMENT.json());
    }

    /** Vert.x refuses a contract with other media types, whatever the specification allows. */
    private static JsonObject withMediaTypesThatVertxKnows() {
        return new JsonObject(DOCUMENT.json()
                .encode()
                .replace("application/problem+json", "application/json")
                .replace("application/x-www-form-urlencoded", "multipart/form-data"));
    }

    private static RateSettings rates() {
        return new RateSettings(0, Duration.ofSeconds(1), 0, 0, 0);
    }

    private static Endpoint endpoint(String operationId) {
        return DOCUMENT.endpoints().stream()
                .filter(endpoint -> endpoint.operationId().equals(operationId))
                .findFirst()
                .orElseThrow();
    }
}
