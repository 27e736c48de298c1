package dev.angarium.provider;

import java.util.List;

/** Stands in for a provider whose webhooks nobody can read yet: what is JSON or a form is kept whole. */
public final class RawReader implements Reader {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final JsonBody json;

    public RawReader(JsonBody json) {
        this.json = json;
    }

    @Override
    public Readout read(Webhook webhook) {
        var form = webhook.contentType().regionMatches(true, 0, FORM, 0, FORM.length());
        return form && webhook.body().length > 0
                ? new Readout.Unparsed("form", webhook.body())
                : json.read(webhook, root -> List.of());
    }
}
