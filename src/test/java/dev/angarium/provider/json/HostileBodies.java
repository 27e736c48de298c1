package dev.angarium.provider.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Bodies that were made to hurt: each must end in an answer, soon, and never in an exception. */
public final class HostileBodies {
    private HostileBodies() {}

    /** By name. The shapes that matter stand inside what looks like a message, so that readers go on to read them. */
    public static Map<String, byte[]> all() {
        var bodies = new TreeMap<String, byte[]>();
        large(bodies);
        broken(bodies);
        return bodies;
    }

    private static void large(Map<String, byte[]> bodies) {
        bodies.put("empty", new byte[0]);
        bodies.put("blank", bytes("  \n"));
        bodies.put("bare scalar", bytes("\"hello\""));
        bodies.put("depth of arrays", bytes("[".repeat(100_000)));
        bodies.put("depth of objects", bytes("{\"a\":".repeat(100_000)));
        bodies.put(
                "depth inside a message",
                around("\"message\":" + "{\"ephemeralMessage\":{\"message\":".repeat(50_000)));
        bodies.put("colliding keys", around(colliding(65_536)));
        bodies.put("colliding keys below the limit", around(colliding(40_000)));
        bodies.put("huge exponents", around(exponents()));
        bodies.put("long number", around("\"timestamp\":" + "9".repeat(1_000_000)));
        bodies.put("long string", around("\"id\":\"" + "x".repeat(20 * 1024 * 1024) + "\""));
        bodies.put("long string below the limit", around("\"id\":\"" + "x".repeat(2 * 1024 * 1024) + "\""));
        bodies.put("long key", around("\"" + "k".repeat(100_000) + "\":1"));
        bodies.put("many items", bytes("{\"event\":\"messages.upsert\",\"data\":[" + "{},".repeat(1_000_000) + "{}]}"));
        bodies.put(
                "items below the limit",
                bytes("{\"event\":\"messages.upsert\",\"data\":[" + "{},".repeat(40_000) + "{}]}"));
    }

    private static void broken(Map<String, byte[]> bodies) {
        bodies.put("duplicate keys", around("\"id\":\"1\",\"id\":\"2\",\"id\":{}"));
        bodies.put("escaped nul", around("\"id\":\"a\\u0000b\",\"from\":\"1\\u00002\""));
        bodies.put("bare nul", around("\"id\":\"a\u0000b\""));
        bodies.put("lone surrogate", around("\"id\":\"a\\ud800b\",\"from\":\"\\udc00\""));
        bodies.put("encoded surrogate", spliced(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}));
        bodies.put("overlong slash", spliced(new byte[] {(byte) 0xC0, (byte) 0xAF}));
        bodies.put("cut character", spliced(new byte[] {(byte) 0xF0, (byte) 0x9F}));
        bodies.put("byte order mark", around("\"id\":\"1\"", "\uFEFF"));
        bodies.put("utf-16", "{\"event\":\"x\"}".getBytes(UTF_16LE));
        bodies.put("cut in two", bytes("{\"entry\":[{\"changes\":[{\"value\":{\"mess"));
        bodies.put("two documents", bytes("{} {}"));
        bodies.put(
                "wrong shapes",
                bytes(
                        "{\"entry\":{\"changes\":{\"value\":{\"messages\":\"no\",\"statuses\":[1,null,[]],"
                                + "\"calls\":{},\"message_echoes\":[[]]}}},\"event\":\"messages.update\",\"data\":[1,\"x\",null,[],{}]}"));
    }

    /** The members inside a message of Meta and one of Evolution at once; cut where the members do not close. */
    private static byte[] around(String members) {
        return around(members, "");
    }

    private static byte[] around(String members, String before) {
        return bytes(before + "{\"event\":\"messages.upsert\",\"instance\":\"i\",\"data\":{\"key\":{" + members
                + "},\"message\":{" + members + "}},\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":"
                + "{\"messages\":[{" + members + "}]}}]}]}");
    }

    private static byte[] spliced(byte[] broken) {
        var before = bytes("{\"event\":\"x\",\"id\":\"");
        var after = bytes("\"}");
        var all = ByteBuffer.allocate(before.length + broken.length + after.length);
        return all.put(before).put(broken).put(after).array();
    }

    /** Names of equal String.hashCode: "Aa" and "BB" in every combination. */
    private static String colliding(int count) {
        var names = new StringBuilder();
        for (var at = 0; at < count; at++) {
            names.append(at == 0 ? "\"" : ",\"");
            for (var bit = 0; bit < 16; bit++) {
                names.append((at >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.append("\":0");
        }
        return names.toString();
    }

    private static String exponents() {
        return "\"timestamp\":1e1000000000,\"messageTimestamp\":1E+999999999,\"fileLength\":-1e999999999,"
                + "\"locationMessage\":{\"degreesLatitude\":1e999999999,\"degreesLongitude\":1e-999999999}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
