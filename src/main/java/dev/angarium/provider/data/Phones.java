package dev.angarium.provider.data;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;

/**
 * E.164 numbers. On the hot path an id's digits are already the international number, so libphonenumber is asked only
 * whether such a calling code exists and whether the rest has a possible length: no parsing, no pattern. Text that
 * people wrote goes the long way.
 */
public final class Phones {
    private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();
    private static final boolean[] CALLING_CODES = callingCodes();
    private static final int SHORTEST = 5;
    private static final int LONGEST = 15;

    private Phones() {}

    /** The number with its plus, of an international number without one; empty where the digits are no phone number. */
    public static String ofDigits(String digits) {
        if (digits.length() < SHORTEST || digits.length() > LONGEST || digits.charAt(0) == '0' || !allDigits(digits)) {
            return "";
        }
        for (var length = 1; length <= 3; length++) {
            var code = Integer.parseInt(digits, 0, length, 10);
            if (CALLING_CODES[code]) {
                return possible(code, digits, length) ? "+" + digits : "";
            }
        }
        return "";
    }

    /** The number of a phone's JID; empty for every other id. */
    public static String ofJid(String jid) {
        return Jids.isPhone(jid) ? ofDigits(Jids.user(jid)) : "";
    }

    /** The number in text that a person wrote, with plus and spaces as may be; empty where it is none. */
    public static String ofText(String text) {
        var digits = text.startsWith("+") ? text.substring(1) : text;
        var quick = ofDigits(digits);
        if (!quick.isEmpty() || text.length() > 32) {
            return quick;
        }
        try {
            var parsed = UTIL.parse(text.startsWith("+") ? text : "+" + text, "ZZ");
            return UTIL.isPossibleNumber(parsed) ? UTIL.format(parsed, PhoneNumberFormat.E164) : "";
        } catch (NumberParseException none) {
            return "";
        }
    }

    private static boolean possible(int code, String digits, int codeLength) {
        var number = new PhoneNumber()
                .setCountryCode(code)
                .setNationalNumber(Long.parseLong(digits, codeLength, digits.length(), 10));
        return digits.charAt(codeLength) != '0' && UTIL.isPossibleNumber(number);
    }

    private static boolean allDigits(String text) {
        for (var at = 0; at < text.length(); at++) {
            if (text.charAt(at) < '0' || text.charAt(at) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean[] callingCodes() {
        var codes = new boolean[1000];
        UTIL.getSupportedCallingCodes().forEach(code -> codes[code] = true);
        return codes;
    }
}
