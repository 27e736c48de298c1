package dev.angarium.hostile;

import java.util.List;
import java.util.Map;

/** What stands in the head of a request, or where one should stand. */
final class HostileHeads {
    /** Each has the ingress path at %s. */
    static final Map<String, String> UNSURE_FRAMING = Map.ofEntries(
            post("a length and chunks", "Content-Length: 4\r\nTransfer-Encoding: chunked"),
            post("chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 4"),
            post("no length and chunks", "Content-Length: 0\r\nTransfer-Encoding: chunked"),
            post("two lengths", "Content-Length: 0\r\nContent-Length: 4"),
            post("the same length twice", "Content-Length: 0\r\nContent-Length: 0"),
            post("a list of lengths", "Content-Length: 0, 0"),
            post("a length with a sign", "Content-Length: +0"),
            post("a negative length", "Content-Length: -1"),
            post("a length in hex", "Content-Length: 0x0"),
            post("a length of twenty digits", "Content-Length: 99999999999999999999"),
            post("a folded length", "Content-Length:\r\n 0"),
            post("a length that goes on", "Content-Length: 0\r\n 4"),
            post("a folded coding", "Transfer-Encoding:\r\n\tchunked"),
            post("a coding that goes on", "Transfer-Encoding: chunked\r\n , identity"),
            post("a coding with a vertical tab", "Transfer-Encoding: \u000bchunked"),
            post("a space before the colon of a length", "Content-Length : 0"),
            post("a space before the colon of a coding", "Transfer-Encoding : chunked"),
            post("a bare line feed between headers", "X-A: b\nContent-Length: 0"),
            post("a bare carriage return between headers", "X-A: b\rContent-Length: 0"),
            post("a NUL in a header", "X-A: b\0c"),
            post("a NUL in a header's name", "X-\0A: b"),
            Map.entry("a space before the first header", "POST %s HTTP/1.1\r\n Content-Length: 0\r\nHost: a\r\n\r\n"),
            Map.entry("chunks in HTTP/1.0", "POST %s HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            Map.entry("bare line feeds only", "POST %s HTTP/1.1\nHost: a\nContent-Length: 0\n\n"),
            Map.entry("a version of its own", "POST %s HTTP/1.2\r\nHost: a\r\nContent-Length: 0\r\n\r\n"),
            Map.entry("no version", "POST %s\r\n\r\n"));

    static final Map<String, String> BROKEN_CHUNKS = Map.of(
            "bare line feeds", "2\n{}\n0\n\n",
            "a line feed in an extension", "2;a\nb\r\n{}\r\n0\r\n\r\n",
            "a negative size", "-2\r\n{}\r\n0\r\n\r\n",
            "a size beyond 64 bits", "fffffffffffffffff2\r\n{}\r\n0\r\n\r\n",
            "a size beyond 31 bits", "100000002\r\n{}\r\n0\r\n\r\n",
            "no size", "\r\n{}\r\n0\r\n\r\n",
            "more than its size", "2\r\n{}{}\r\n0\r\n\r\n",
            "an endless extension", "2;" + "a".repeat(200_000) + "\r\n{}\r\n0\r\n\r\n",
            "endless trailers", "0\r\n" + "X: a\r\n".repeat(20_000) + "\r\n");

    static final List<String> TARGETS = List.of(
            "GET /health/live\0",
            "GET /health/live%00",
            "GET /in/%2e%2e/health/live",
            "GET /in/%2E./health/live",
            "GET /in/../health/live",
            "GET /in/..",
            "GET /./health/live",
            "GET /in%2f..%2fhealth/live",
            "GET /in\\..\\health/live",
            "GET /health/live%",
            "GET /health/live%zz",
            "GET http://a/in/../health/live",
            "GET a:443",
            "CONNECT a:443",
            "OPTIONS *");

    static final Map<String, String> ENDLESS = Map.of(
            "a line", "GET /" + "a".repeat(1_000_000),
            "a method", "G".repeat(1_000_000),
            "a header", "GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(1_000_000),
            "headers", "GET / HTTP/1.1\r\nHost: a\r\n" + "X-A: a\r\n".repeat(200_000),
            "empty lines", "\r\n".repeat(500_000),
            "folds", "GET / HTTP/1.1\r\nHost: a\r\nX-A: a" + "\r\n a".repeat(200_000),
            "a hello of TLS", "\u0016\u0003\u0001\0\u00c8\u0001\0\0\u00c4\u0003\u0003" + "a".repeat(100_000));

    private HostileHeads() {}

    private static Map.Entry<String, String> post(String name, String headers) {
        return Map.entry(name, "POST %s HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\n");
    }
}
