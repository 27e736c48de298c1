package dev.angarium.provider;

import java.util.List;

/**
 * One request of a provider, whole. The body is never changed by anyone.
 *
 * @param method GET or POST
 * @param uri the path and the query as they were called; what some providers sign, with the public address before it
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
        String uri,
        List<String> suffix,
        Lookup headers,
        Lookup query,
        String contentType,
        byte[] body,
        long receivedAt,
        String correlationId) {

    /** A POST of a body and nothing else. */
    public static Webhook post(byte[] body, long receivedAt) {
        return new Webhook(
                "POST", "", List.of(), Lookup.none(), Lookup.none(), "application/json", body, receivedAt, "");
    }

    public Webhook withSuffix(List<String> segments) {
        return new Webhook(method, uri, segments, headers, query, contentType, body, receivedAt, correlationId);
    }

    /** With this Content-Type. */
    public Webhook as(String type) {
        return new Webhook(method, uri, suffix, headers, query, type, body, receivedAt, correlationId);
    }

    public Webhook withBody(byte[] bytes) {
        return new Webhook(method, uri, suffix, headers, query, contentType, bytes, receivedAt, correlationId);
    }

    public Webhook withHeaders(Lookup all) {
        return new Webhook(method, uri, suffix, all, query, contentType, body, receivedAt, correlationId);
    }
}
