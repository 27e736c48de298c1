package dev.angarium.provider.twilio;

import dev.angarium.provider.Form;
import dev.angarium.provider.JsonBody;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Reads Twilio's parameters, as a form or as JSON: messages that came in, and how far those that went out have come. */
public final class TwilioReader implements Reader {
    private static final List<String> ACCOUNTS = List.of("MessagingServiceSid", "AccountSid");

    private final JsonBody body;

    public TwilioReader(JsonBody body) {
        this.body = body;
    }

    @Override
    public Readout read(Webhook webhook) {
        if (!Form.is(webhook)) {
            return body.read(webhook, TwilioReader::events);
        }
        var form = Form.of(webhook.body());
        return form.fields().isEmpty()
                ? new Readout.Malformed("an empty form")
                : body.read(webhook.withBody(form.json()), TwilioReader::events);
    }

    private static List<ProviderEvent> events(Json root) {
        var events = new ArrayList<ProviderEvent>(1);
        for (var parameters : root.elements()) {
            if (!parameters.either("MessageSid", "SmsSid").scalar().isEmpty()) {
                events.add(
                        parameters.get("MessageStatus").absent()
                                ? TwilioMessages.received(parameters)
                                : TwilioMessages.status(parameters));
            }
        }
        return events;
    }

    /** The account that a form claims to be of, before anything is verified; empty where it claims none. */
    public static String claimedAccount(byte[] body) {
        if (body.length > 0 && (body[0] == '{' || body[0] == '[')) {
            return "";
        }
        var form = Form.of(body);
        return number(form.first(form.first("MessageStatus").isEmpty() ? "To" : "From"));
    }

    /** The own number in E.164; without one the messaging service, or the whole account. */
    static String account(Json parameters) {
        var own = parameters.get(parameters.get("MessageStatus").absent() ? "To" : "From");
        var number = number(own.scalar());
        return number.isEmpty()
                ? parameters.either(ACCOUNTS.get(0), ACCOUNTS.get(1)).scalar()
                : number;
    }

    /** An address without its channel. */
    public static String number(String address) {
        return address.startsWith("whatsapp:") ? address.substring("whatsapp:".length()) : address;
    }
}
