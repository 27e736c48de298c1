package dev.angarium.ingress;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What providers post. */
final class Bodies {
    private Bodies() {}

    /** Text messages m1 … of one account. */
    static String meta(String account, String... ids) {
        var messages = java.util.Arrays.stream(ids)
                .map(id -> "{\"from\":\"16505551234\",\"id\":\"" + id
                        + "\",\"timestamp\":\"1750000000\",\"type\":\"text\",\"text\":{\"body\":\"hello\"}}")
                .collect(Collectors.joining(","));
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":["
                + change(account, messages) + "]}]}";
    }

    /** One message of each account. */
    static String metaOf(String... accounts) {
        return IntStream.range(0, accounts.length)
                .mapToObj(at -> change(
                        accounts[at],
                        "{\"from\":\"16505551234\",\"id\":\"of-" + accounts[at]
                                + "\",\"timestamp\":\"1750000000\",\"type\":\"text\",\"text\":{\"body\":\"hello\"}}"))
                .collect(Collectors.joining(",", "{\"entry\":[{\"id\":\"1\",\"changes\":[", "]}]}"));
    }

    private static String change(String account, String messages) {
        return "{\"field\":\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\"" + account
                + "\"},\"messages\":[" + messages + "]}}";
    }

    static String evolution(String instance, String id, String apikey) {
        return "{\"event\":\"messages.upsert\",\"instance\":\"" + instance + "\",\"data\":{\"key\":{\"remoteJid\":"
                + "\"5511999999999@s.whatsapp.net\",\"fromMe\":false,\"id\":\"" + id
                + "\"},\"pushName\":\"A\",\"message\":{\"conversation\":\"hello\"},\"messageTimestamp\":1750000000},"
                + "\"apikey\":\"" + apikey + "\"}";
    }

    static String generic(String instance, String id) {
        return "{\"event\":\"message.received\",\"instance\":\"" + instance + "\",\"id\":\"" + id
                + "\",\"from\":\"+5511999999999\",\"text\":\"hello\"}";
    }

    static String simple(String id) {
        return "{\"message_id\":\"" + id
                + "\",\"from\":\"+5511999999999\",\"to\":\"+5511888888888\",\"ts\":\"2026-01-01T00:00:00Z\",\"text\":\"hello\"}";
    }

    /** A generic body with a text of so many characters. */
    static String large(String id, int characters) {
        return "{\"event\":\"message.received\",\"instance\":\"i\",\"id\":\"" + id + "\",\"text\":\""
                + "x".repeat(characters) + "\"}";
    }
}
