package dev.angarium.provider;

import java.util.List;

/** The names of providers: one list, wherever one may be named. */
public final class Providers {
    public static final String META = "meta";
    public static final String EVOLUTION = "evolution";
    public static final String TWILIO = "twilio";
    public static final String ZAPI = "zapi";
    public static final String BAILEYS = "baileys";
    public static final String WHATSMEOW = "whatsmeow";
    public static final String WAHA = "waha";
    public static final String GOWA = "gowa";
    public static final String BROKER = "broker";
    public static final String GENERIC = "generic";

    public static final List<String> NAMES =
            List.of(META, EVOLUTION, TWILIO, ZAPI, BAILEYS, WHATSMEOW, WAHA, GOWA, BROKER, GENERIC);

    private Providers() {}
}
