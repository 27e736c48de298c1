package dev.angarium.settings.load;

import dev.angarium.settings.ProviderSettings;
import dev.angarium.settings.SecuritySettings;
import dev.angarium.settings.SimpleApiSettings;
import dev.angarium.settings.value.Kinds;
import java.util.List;

/** Keys, secrets, and what they open. */
final class SecretKeys {
    static final Setting<String> MASTER_KEY = Setting.of(
                    "MASTER_KEY", Kinds.TEXT, "64 hex digits; encrypts the stored secrets; required outside dev")
            .asSecret()
            .withDefaultSaid("made once in dev, kept in DATA_DIR/" + DevKeys.MASTER_FILE);
    static final Setting<String> MASTER_KEY_PREVIOUS = Setting.of(
                    "MASTER_KEY_PREVIOUS", Kinds.TEXT, "64 hex digits; the key to rotate away from")
            .asSecret();
    static final Setting<String> ADMIN_KEY = Setting.of("ADMIN_API_KEY", Kinds.TEXT, "the super_admin's API key")
            .asSecret()
            .withDefaultSaid("made once in dev, kept in DATA_DIR/" + DevKeys.ADMIN_FILE);
    static final Setting<Boolean> ALLOW_PRIVATE = Setting.of(
                    "OUTBOUND_ALLOW_PRIVATE", Kinds.FLAG, "true", "whether subscribers may live at private addresses")
            .inProduction("false");

    static final Setting<String> WEBHOOK_SECRET = Setting.of(
                    "WEBHOOK_SECRET",
                    Kinds.TEXT,
                    "signs POST /webhook; required outside dev unless SIMPLE_API_ENABLED=false")
            .asSecret()
            .withDefaultSaid("made once in dev, kept in DATA_DIR/" + DevKeys.WEBHOOK_FILE);
    static final Setting<Boolean> SIMPLE_ENABLED =
            Setting.of("SIMPLE_API_ENABLED", Kinds.FLAG, "true", "whether the simple message API is there");
    static final Setting<Boolean> SIMPLE_OPEN = Setting.of(
                    "SIMPLE_API_OPEN", Kinds.FLAG, "true", "whether its reads need no key")
            .inProduction("false");

    static final Setting<String> META_APP_SECRET = Setting.of(
                    "META_APP_SECRET", Kinds.TEXT, "verifies Meta's signatures")
            .asSecret();
    static final Setting<String> META_VERIFY_TOKEN = Setting.of(
                    "META_VERIFY_TOKEN", Kinds.TEXT, "answers Meta's verification request")
            .asSecret();
    static final Setting<String> META_PHONE_NUMBER_ID =
            Setting.of("META_PHONE_NUMBER_ID", Kinds.TEXT, "the number's id at Meta, digits");
    static final Setting<String> EVOLUTION_API_KEY =
            Setting.of("EVOLUTION_API_KEY", Kinds.TEXT, "the gateway's API key").asSecret();
    static final Setting<String> EVOLUTION_WEBHOOK_SECRET = Setting.of(
                    "EVOLUTION_WEBHOOK_SECRET", Kinds.TEXT, "what the gateway sends along to prove itself")
            .asSecret();

    static final Setting<String> TWILIO_AUTH_TOKEN = Setting.of(
                    "TWILIO_AUTH_TOKEN", Kinds.TEXT, "verifies Twilio's signatures; needs PUBLIC_BASE_URL")
            .asSecret();
    static final Setting<String> TWILIO_FROM =
            Setting.of("TWILIO_FROM", Kinds.TEXT, "the own number at Twilio: whatsapp:+14155238886");
    static final Setting<String> BROKER_WEBHOOK_API_KEY = Setting.of(
                    "WHATSAPP_BROKER_WEBHOOK_API_KEY", Kinds.TEXT, "what the HTTP broker sends as X-API-Key")
            .asSecret();
    static final Setting<Boolean> RAW_FALLBACK = Setting.of(
            "WHATSAPP_RAW_FALLBACK_ENABLED",
            Kinds.FLAG,
            "false",
            "whether the HTTP broker's route takes Baileys' own WHATSAPP_MESSAGES_UPSERT too");

    static final List<Setting<?>> SECURITY = List.of(MASTER_KEY, MASTER_KEY_PREVIOUS, ADMIN_KEY, ALLOW_PRIVATE);
    static final List<Setting<?>> SIMPLE_API = List.of(WEBHOOK_SECRET, SIMPLE_ENABLED, SIMPLE_OPEN);
    static final List<Setting<?>> PROVIDERS = List.of(
            META_APP_SECRET,
            META_VERIFY_TOKEN,
            META_PHONE_NUMBER_ID,
            EVOLUTION_API_KEY,
            EVOLUTION_WEBHOOK_SECRET,
            TWILIO_AUTH_TOKEN,
            TWILIO_FROM,
            BROKER_WEBHOOK_API_KEY,
            RAW_FALLBACK);

    private SecretKeys() {}

    static SecuritySettings security(Values values) {
        return new SecuritySettings(
                values.find(MASTER_KEY),
                values.find(MASTER_KEY_PREVIOUS),
                values.find(ADMIN_KEY),
                values.get(ALLOW_PRIVATE));
    }

    static SimpleApiSettings simpleApi(Values values) {
        return new SimpleApiSettings(values.find(WEBHOOK_SECRET), values.get(SIMPLE_ENABLED), values.get(SIMPLE_OPEN));
    }

    static ProviderSettings providers(Values values) {
        return new ProviderSettings(
                values.find(META_APP_SECRET),
                values.find(META_VERIFY_TOKEN),
                values.find(META_PHONE_NUMBER_ID),
                values.find(EVOLUTION_API_KEY),
                values.find(EVOLUTION_WEBHOOK_SECRET),
                values.find(TWILIO_AUTH_TOKEN),
                values.find(TWILIO_FROM),
                values.find(BROKER_WEBHOOK_API_KEY),
                values.get(RAW_FALLBACK));
    }
}
