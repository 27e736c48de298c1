package dev.angarium.provider;

import dev.angarium.crypto.Sha256;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOut;
import java.util.HexFormat;
import java.util.Set;

/**
 * The key of an event that has no stable id: a hash of the provider's own element, together with the provider's time of
 * the notification where it gives one (a resend repeats it, a new notification does not).
 *
 * <p>Left out is what may differ between two sends of the same thing: media addresses and their tokens, which are signed
 * afresh each time, inline copies of the media, and the provider's credentials. All else counts, so that two different
 * events are never taken for one.
 *
 * <p>States repeat: a chat that is "composing" again, a connection that is open again, has the same bytes. For those,
 * {@link #ofState} takes the second of arrival where the provider gives no time: a resend may then be stored twice, but
 * no change of state is ever lost within the eight days that keys are kept.
 */
public final class ContentHash {
    public static final String KIND = "content-hash";

    private static final Set<String> VOLATILE = Set.of(
            "mediaUrl",
            "directPath",
            "base64",
            "jpegThumbnail",
            "thumbnailUrl",
            "profilePicUrl",
            "profilePictureUrl",
            "imgUrl",
            "apikey");

    private ContentHash() {}

    /** @param time of the notification, as the provider wrote it; empty where it wrote none */
    public static DedupeKey of(Json element, String name, String time) {
        var stable = new JsonOut(512);
        stable.beginArray().value(name).value(time);
        write(element, stable);
        return new DedupeKey(
                KIND, HexFormat.of().formatHex(Sha256.of(stable.endArray().bytes())));
    }

    /** Of a state that may come back. */
    public static DedupeKey ofState(Json element, String name, String time, long receivedAt) {
        return of(element, name, time.isEmpty() ? Long.toString(receivedAt / 1000) : time);
    }

    private static void write(Json value, JsonOut out) {
        if (value.isObject()) {
            out.beginObject();
            var file = isFile(value);
            for (var at = 0; at < value.size(); at++) {
                if (!VOLATILE.contains(value.key(at)) && !(file && value.key(at).equals("url"))) {
                    out.name(value.key(at));
                    write(value.at(at), out);
                }
            }
            out.endObject();
        } else if (value.isArray()) {
            out.beginArray();
            for (var item : value) {
                write(item, out);
            }
            out.endArray();
        } else {
            value.writeTo(out);
        }
    }

    /** Only a file's address changes; any other {@code url} is what the event is about. */
    private static boolean isFile(Json value) {
        return !value.either("mimetype", "mime_type").absent()
                || !value.get("directPath").absent();
    }
}
