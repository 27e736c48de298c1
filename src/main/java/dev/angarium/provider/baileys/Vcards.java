package dev.angarium.provider.baileys;

import java.util.ArrayList;
import java.util.List;

/** The phone numbers of a vCard: the values of its TEL lines, as written. */
final class Vcards {
    private static final int PHONES = 16;

    private Vcards() {}

    static List<String> phones(String vcard) {
        var phones = new ArrayList<String>();
        var from = 0;
        while (from < vcard.length() && phones.size() < PHONES) {
            var newline = vcard.indexOf('\n', from);
            var to = newline < 0 ? vcard.length() : newline;
            addPhone(vcard.substring(from, to), phones);
            from = to + 1;
        }
        return phones;
    }

    private static void addPhone(String line, List<String> phones) {
        var value = line.lastIndexOf(':');
        var name = line.indexOf("TEL");
        var grouped = name > 0 && line.charAt(name - 1) == '.';
        if (value > 0 && (name == 0 || grouped)) {
            var phone = line.substring(value + 1).strip();
            if (!phone.isEmpty()) {
                phones.add(phone);
            }
        }
    }
}
