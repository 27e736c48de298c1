package dev.angarium.tenant.webhook;

import dev.angarium.access.input.Fields;
import dev.angarium.access.input.Read;
import dev.angarium.event.EventFilter;
import dev.angarium.lane.Ordering;
import dev.angarium.settings.value.Durations;
import dev.angarium.tenant.SigningKey;
import dev.angarium.web.client.HeaderRules;
import dev.angarium.web.client.UrlRules;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a webhook's body and says all that is wrong with it at once. */
public final class WebhookRules {
    static final int RETRIES_MAX = 20;
    static final int CONCURRENCY_MAX = 100;
    static final int BATCH_MAX = 100;
    static final int RATE_MAX = 100_000;
    static final Duration DELAY_MAX = Duration.ofDays(1);
    static final Duration TIMEOUT_MIN = Duration.ofMillis(100);

    private static final List<String> ORDERINGS = List.of("instance", "chat", "none");
    private static final List<String> MEDIA_MODES = List.of("ready", "wait", "none");
    private static final List<String> FORMATS = List.of("native", "zapi", "message_inbound", "cloudevents", "raw");
    private static final List<Duration> DELAYS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15));
    private static final int URL_MAX = 2048;
    private static final int EVENTS_MAX = 100;
    private static final int WORD_MAX = 128;
    private static final int LIST_MAX = 1000;
    private static final int ID_MAX = 256;
    private static final int HEADERS_MAX = 50;
    private static final int HEADER_MAX = 4096;
    private static final int DESCRIPTION_MAX = 1000;

    private final UrlRules urls;
    private final Duration timeoutMax;

    /** @param timeoutMax the longest a request may take: WEBHOOK_TIMEOUT */
    public WebhookRules(UrlRules urls, Duration timeoutMax) {
        this.urls = urls;
        this.timeoutMax = timeoutMax;
    }

    /** @param creating whether {@code from} may be there: it means nothing to a webhook that runs */
    Read<WebhookDraft> read(JsonObject body, boolean creating) {
        var fields = Fields.of(body);
        var draft = draft(fields);
        if (!creating && fields.has("from")) {
            fields.problem("from", "can only be given at creation; use replay");
        }
        return fields.end(draft);
    }

    /** A secret alone, as rotation takes it. */
    static Read<Optional<String>> readSecret(JsonObject body) {
        var fields = Fields.of(body);
        return fields.end(secret(fields));
    }

    private WebhookDraft draft(Fields fields) {
        var filter = fields.object("filter");
        var draft = new WebhookDraft(
                url(fields),
                events(fields),
                secret(fields),
                fields.number("retryCount", 0, RETRIES_MAX).orElse(3),
                delays(fields),
                fields.word("retryPolicy", List.of("broker")).isPresent(),
                timeout(fields),
                Ordering.valueOf(
                        fields.word("ordering", ORDERINGS).orElse("instance").toUpperCase(Locale.ROOT)),
                fields.number("concurrency", 1, CONCURRENCY_MAX).orElse(10),
                fields.number("batch", 1, BATCH_MAX).orElse(1),
                fields.word("mediaMode", MEDIA_MODES).orElse("ready"),
                fields.word("format", FORMATS).orElse("native"),
                fields.texts("instances", LIST_MAX, ID_MAX).orElse(List.of()),
                headers(fields),
                filter.flatMap(it -> it.texts("chats", LIST_MAX, ID_MAX)).orElse(List.of()),
                filter.flatMap(it -> it.flag("groups")).orElse(true),
                fields.number("rateLimit", 1, RATE_MAX),
                fields.flag("enabled").orElse(true),
                fields.text("description", 0, DESCRIPTION_MAX),
                From.of(fields));
        filter.ifPresent(Fields::refuseUnknown);
        return draft;
    }

    private String url(Fields fields) {
        var url = fields.requiredText("url", 1, URL_MAX);
        if (!url.isEmpty()) {
            urls.problems(url).forEach(problem -> fields.problem("url", problem));
        }
        return url;
    }

    private static List<String> events(Fields fields) {
        fields.require("events");
        var events = fields.texts("events", EVENTS_MAX, WORD_MAX);
        if (events.isPresent() && EventFilter.parse(events.get()) instanceof EventFilter.Parsed.Refused refused) {
            refused.problems().forEach(problem -> fields.problem("events", problem));
        }
        return events.orElse(List.of());
    }

    private static Optional<String> secret(Fields fields) {
        var secret = fields.text("secret", SigningKey.LEAST, SigningKey.MOST);
        if (secret.isPresent() && SigningKey.of(secret.get()).isEmpty()) {
            fields.problem("secret", "must have base64 after whsec_");
        }
        return secret;
    }

    private static List<Duration> delays(Fields fields) {
        var texts = fields.texts("retryDelays", RETRIES_MAX, ID_MAX);
        if (texts.isEmpty()) {
            return DELAYS;
        }
        if (texts.get().isEmpty()) {
            fields.problem("retryDelays", "must have at least one entry");
        }
        var delays = new ArrayList<Duration>();
        for (var text : texts.get()) {
            var delay = Durations.parse(text).filter(it -> it.compareTo(DELAY_MAX) <= 0);
            delay.ifPresentOrElse(
                    delays::add,
                    () -> fields.problem(
                            "retryDelays[" + delays.size() + "]", "must be a duration such as 5s, at most 1d"));
        }
        return delays;
    }

    private Duration timeout(Fields fields) {
        var text = fields.text("timeout", 1, ID_MAX);
        if (text.isEmpty()) {
            return timeoutMax;
        }
        var timeout = Durations.parse(text.get())
                .filter(it -> it.compareTo(TIMEOUT_MIN) >= 0 && it.compareTo(timeoutMax) <= 0);
        if (timeout.isEmpty()) {
            fields.problem("timeout", "must be a duration from 100ms to " + Durations.text(timeoutMax));
        }
        return timeout.orElse(timeoutMax);
    }

    private static Map<String, String> headers(Fields fields) {
        var headers = fields.map("headers", HEADERS_MAX, HEADER_MAX).orElse(Map.of());
        HeaderRules.problems(headers).forEach(problem -> fields.problem("headers", problem));
        return headers;
    }
}
