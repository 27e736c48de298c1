package dev.angarium.provider.data;

/** WhatsApp ids: {@code user[:device]@server}. Anything without a server is an opaque id of a provider. */
public final class Jids {
    private static final String PHONE_SERVER = "@s.whatsapp.net";
    private static final String OLD_PHONE_SERVER = "@c.us";
    private static final String GROUP_SERVER = "@g.us";

    private Jids() {}

    /** Without the device, which says from which of a person's phones something came. */
    public static String bare(String jid) {
        var device = jid.indexOf(':');
        var server = jid.indexOf('@');
        return device >= 0 && server > device ? jid.substring(0, device) + jid.substring(server) : jid;
    }

    /** The part before the server and the device. */
    public static String user(String jid) {
        var server = jid.indexOf('@');
        var user = server < 0 ? jid : jid.substring(0, server);
        var device = user.indexOf(':');
        return device < 0 ? user : user.substring(0, device);
    }

    public static boolean isPhone(String jid) {
        return jid.endsWith(PHONE_SERVER) || jid.endsWith(OLD_PHONE_SERVER);
    }

    public static boolean isGroup(String jid) {
        return jid.endsWith(GROUP_SERVER);
    }
}
