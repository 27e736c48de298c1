package dev.angarium.provider.json;

/** What became of bytes that should be JSON. The words are fixed; they never quote the document. */
public sealed interface JsonOutcome {
    /** One whole document. */
    record Parsed(Json root) implements JsonOutcome {}

    /** Perhaps JSON, but beyond a limit: not read. */
    record TooLarge() implements JsonOutcome {}

    /** @param reason one of {@link JsonReader#EMPTY}, {@link JsonReader#SYNTAX}, {@link JsonReader#UTF8} */
    record NotJson(String reason) implements JsonOutcome {}
}
