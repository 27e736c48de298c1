package dev.angarium.provider.baileys;

import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;

/** The contextInfo of a message: what it answers, whom it mentions, whether it was forwarded. */
final class BaileysContext {
    private static final int MENTIONS = 1024;

    private BaileysContext() {}

    static void read(Json context, Content content) {
        var quoted = context.either("stanzaId", "stanzaID").text();
        if (!quoted.isEmpty()) {
            var text = BaileysContent.preview(context.get("quotedMessage"));
            content.with(Part.quoted(
                    quoted, text, Jids.bare(context.get("participant").text())));
        }
        content.with(Part.mentions(mentions(context)));
        if (context.get("isForwarded").isTrue()
                || context.get("forwardingScore").number(0) > 0) {
            content.with(Part.forwarded());
        }
        content.with(Part.ephemeral(context.get("expiration").number(0)));
        content.with(Part.object("referral", context.get("externalAdReply")));
    }

    private static ArrayList<String> mentions(Json context) {
        var ids = new ArrayList<String>();
        for (var jid : context.either("mentionedJid", "mentionedJID").elements()) {
            if (!jid.text().isEmpty() && ids.size() < MENTIONS) {
                ids.add(Jids.bare(jid.text()));
            }
        }
        return ids;
    }
}
