package dev.angarium.provider;

import java.util.List;

/**
 * One request of a provider, whole. The body is never changed by anyone.
 *
 * @param method GET or POST
 * @param suffix the path's segments behind the ingress key or the fixed route: an event's name, with some providers
 * @param headers by name, in any case
 * @param query the query's parameters, decoded
 * @param contentType as sent, with its parameters; empty where there is none
 * @param body the raw bytes
 * @param receivedAt epoch milliseconds: the only clock of readers and signature checks
 * @param correlationId of the request
 */
public record Webhook(
        String method,
        List<String> suffix,
        Lookup headers,
        Lookup query,
        String contentType,
        byte[] body,
        long receivedAt,
        String correlationId) {

    /** A POST of a body and nothing else. */
    public static Webhook post(byte[] body, long receivedAt) {
        return new Webhook("POST", List.of(), Lookup.none(), Lookup.none(), "application/json", body, receivedAt, "");
    }

    public Webhook withSuffix(List<String> segments) {
        return new Webhook(method, segments, headers, query, contentType, body, receivedAt, correlationId);
    }

    public Webhook withBody(byte[] bytes) {
        return new Webhook(method, suffix, headers, query, contentType, bytes, receivedAt, correlationId);
    }

    public Webhook withHeaders(Lookup all) {
        return new Webhook(method, suffix, all, query, contentType, body, receivedAt, correlationId);
    }
}
