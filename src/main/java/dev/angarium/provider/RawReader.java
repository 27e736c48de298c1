package dev.angarium.provider;

import java.util.List;

/** Stands in for a provider whose webhooks nobody can read yet: what is JSON or a form is kept whole. */
public final class RawReader implements Reader {
    private final JsonBody json;

    public RawReader(JsonBody json) {
        this.json = json;
    }

    @Override
    public Readout read(Webhook webhook) {
        return Form.is(webhook) && webhook.body().length > 0
                ? new Readout.Unparsed("form", Form.of(webhook.body()).json())
                : json.read(webhook, root -> List.of());
    }
}
