package dev.angarium.settings.load;

/**
 * A key's text before it is read.
 *
 * @param text never blank
 * @param origin where it stands, as shown by {@code --print-config}
 */
record Given(String text, String origin) {
    static final String ENVIRONMENT = "environment";
}
