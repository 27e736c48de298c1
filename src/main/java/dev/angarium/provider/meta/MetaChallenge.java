package dev.angarium.provider.meta;

import dev.angarium.crypto.Bytes;
import dev.angarium.provider.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Meta's check that we own the address: a GET with a token that was agreed, answered with the bare challenge. */
public final class MetaChallenge {
    private static final int CHALLENGE_LENGTH = 256;

    private MetaChallenge() {}

    /** The text to answer with 200; empty means 403. */
    public static Optional<String> answer(Webhook get, String verifyToken) {
        var challenge = get.query().first("hub.challenge");
        var token = get.query().first("hub.verify_token").getBytes(StandardCharsets.UTF_8);
        var known = Bytes.sameSecret(verifyToken.getBytes(StandardCharsets.UTF_8), token);
        var subscribes = get.query().first("hub.mode").equals("subscribe");
        var plain = !challenge.isEmpty() && challenge.length() <= CHALLENGE_LENGTH && isPlain(challenge);
        return known && subscribes && plain ? Optional.of(challenge) : Optional.empty();
    }

    /** The answer repeats what a stranger wrote, so it may hold nothing that a browser would run. */
    private static boolean isPlain(String text) {
        return text.chars()
                .allMatch(
                        letter -> letter == '-' || letter == '_' || letter < 128 && Character.isLetterOrDigit(letter));
    }
}
