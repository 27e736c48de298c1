package dev.angarium.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Somebody who writes to WhatsApp numbers of one Meta account: each text is a signed webhook of its own. */
final class Phone {
    private static final String SECRET = "a secret of the provider";
    private static final String BODY =
            """
            {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{\
            "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"%s"},\
            "contacts":[{"profile":{"name":"Sheena Nelson"},"wa_id":"%s"}],"messages":[{"from":"%s","id":"wamid.%s",\
            "timestamp":"1750000000","type":"text","text":{"body":"%s"}}]}}]}]}""";

    private final Node node;
    private final String path;
    private int sent;

    Phone(Node node) {
        this.node = node;
        this.path = node.connect("meta", new JsonObject().put("scheme", "meta").put("secret", SECRET));
    }

    String path() {
        return path;
    }

    static String secret() {
        return SECRET;
    }

    /** A text to an instance, named by the provider's number of it. @return the event's id */
    String text(String instance) {
        return text(instance, "16505551234");
    }

    String text(String instance, String from) {
        var answer = Node.expect(200, post(body(instance, from, instance + "-" + ++sent, "hello"), ""));
        return answer.json().getJsonArray("events").getJsonObject(0).getString("id");
    }

    void texts(String instance, int count) {
        for (var left = count; left > 0; left--) {
            text(instance);
        }
    }

    static String body(String instance, String from, String id, String text) {
        return BODY.formatted(instance, from, from, id, text);
    }

    /** @param suffix after the signature, to spoil it */
    Answer post(String body, String suffix) {
        var signature = "sha256=" + Hmacs.hex(SECRET, body.getBytes(UTF_8)) + suffix;
        return node.send("POST", path, body, Map.of("X-Hub-Signature-256", signature));
    }
}
