package dev.angarium.provider.signature;

import dev.angarium.crypto.Bytes;
import dev.angarium.crypto.Hmac;
import dev.angarium.crypto.Sha256;
import dev.angarium.provider.Form;
import dev.angarium.provider.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Twilio's: base64(HMAC-SHA1(auth token, public URL, then name and value of every parameter of the form, by name)). Of a
 * body that is no form the URL alone is signed, and has the body's hash in its query. The signed URL is the one that was
 * set at Twilio, so the node has to know how it is called from outside; Twilio signs it with and without the usual port.
 */
public final class TwilioScheme implements Scheme {
    private static final String HEADER = "X-Twilio-Signature";
    private static final String BODY_HASH = "bodySHA256";

    private final String publicUrl;
    private final List<Key> keys;

    /** A key and how long it counts. */
    private record Key(Hmac hmac, long validUntil) {}

    /** @param publicUrl what stands before the path in the URL that was set at Twilio */
    TwilioScheme(String publicUrl, List<SigningSecret> secrets) {
        this.publicUrl = publicUrl;
        this.keys = secrets.stream()
                .map(secret -> new Key(new Hmac(Hmac.Algorithm.SHA1, secret.bytes()), secret.validUntil()))
                .toList();
    }

    @Override
    public Verdict verify(Webhook webhook) {
        var values = webhook.headers().all(HEADER);
        if (values.size() != 1) {
            return values.isEmpty() ? Verdict.ABSENT : Verdict.AMBIGUOUS;
        }
        var signature = Bytes.fromBase64(values.get(0));
        if (signature.length != Hmac.Algorithm.SHA1.length()) {
            return Verdict.MALFORMED;
        }
        var form = Form.is(webhook);
        var parameters = form ? parameters(webhook.body()) : "";
        var right = false;
        for (var url : urls(webhook.uri())) {
            right |= isSigned((url + parameters).getBytes(StandardCharsets.UTF_8), signature, webhook.receivedAt());
        }
        return right & (form || isHashed(webhook)) ? Verdict.ACCEPTED : Verdict.WRONG;
    }

    private boolean isSigned(byte[] message, byte[] signature, long now) {
        var right = false;
        for (var key : keys) {
            right |= now <= key.validUntil() & key.hmac().verify(message, signature);
        }
        return right;
    }

    private static boolean isHashed(Webhook webhook) {
        var hashes = webhook.query().all(BODY_HASH);
        return hashes.size() == 1 && Bytes.sameSecret(Bytes.fromHex(hashes.get(0)), Sha256.of(webhook.body()));
    }

    /** Of a name that comes again, each value once, in order. */
    private static String parameters(byte[] body) {
        var sorted = new TreeMap<String, TreeSet<String>>();
        for (var field : Form.of(body).fields()) {
            sorted.computeIfAbsent(field.name(), first -> new TreeSet<>()).add(field.value());
        }
        var text = new StringBuilder();
        sorted.forEach((name, all) -> all.forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    /** As it was set, and with the usual port added or taken away. */
    private List<String> urls(String uri) {
        var scheme = publicUrl.startsWith("https:") ? "https" : "http";
        var port = scheme.equals("https") ? ":443" : ":80";
        var host = publicUrl.indexOf("://") + 3;
        var path = publicUrl.indexOf('/', host);
        var end = path < 0 ? publicUrl.length() : path;
        var authority = publicUrl.substring(host, end);
        var other = authority.endsWith(port)
                ? authority.substring(0, authority.length() - port.length())
                : authority.indexOf(':') < 0 ? authority + port : authority;
        return List.of(publicUrl + uri, scheme + "://" + other + publicUrl.substring(end) + uri);
    }
}
