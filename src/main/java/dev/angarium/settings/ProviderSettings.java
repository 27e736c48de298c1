package dev.angarium.settings;

import dev.angarium.settings.value.Problems;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The default connections of tenant {@code default}, for single-tenant use; a connection exists where its secret is set. */
public record ProviderSettings(
        Optional<String> metaAppSecret,
        Optional<String> metaVerifyToken,
        Optional<String> metaPhoneNumberId,
        Optional<String> evolutionApiKey,
        Optional<String> evolutionWebhookSecret,
        Optional<String> twilioAuthToken,
        Optional<String> twilioFrom,
        Optional<String> brokerWebhookApiKey,
        boolean rawFallback) {
    private static final Pattern NUMBER = Pattern.compile("(whatsapp:)?\\+\\d{5,15}");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,32}");

    public List<String> problems() {
        return Problems.of()
                .require(
                        twilioFrom.isEmpty() || NUMBER.matcher(twilioFrom.get()).matches(),
                        "TWILIO_FROM",
                        "must be a number such as +14155238886, with or without whatsapp: before it")
                .require(
                        metaPhoneNumberId.isEmpty()
                                || DIGITS.matcher(metaPhoneNumberId.get()).matches(),
                        "META_PHONE_NUMBER_ID",
                        "must be digits")
                .list();
    }

    /** Secrets stay out of logs and messages. */
    @Override
    public String toString() {
        return "ProviderSettings[meta=" + metaAppSecret.isPresent() + ", evolution="
                + evolutionWebhookSecret.isPresent() + ", twilio=" + twilioAuthToken.isPresent() + ", broker="
                + brokerWebhookApiKey.isPresent() + "]";
    }
}
