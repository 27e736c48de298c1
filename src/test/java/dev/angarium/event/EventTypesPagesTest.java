package dev.angarium.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page says what filters take. With {@code -Dpages.write=true} (scripts/pages) it is written instead. */
class EventTypesPagesTest {
    private static final Path PAGE = Path.of("docs/event-types.md");
    private static final String HEAD =
            """
            # Event types

            Written from the table in the code by `scripts/pages`; a test compares them.

            The `events` of a webhook, the `type` of a list and the `types` of a replay take these words:

            | word | takes |
            | --- | --- |
            | `*` | every event, also those kept under a provider's own name |
            | `message.*` and so on | every type of the family |
            | a native name | that type |
            | `provider.<name>` | what the provider calls `<name>` and no native type stands for; `provider.*`: all of these |
            | a provider's word, see below | the native types it stands for |

            ## Native names

            """;
    private static final String ALIASES =
            """

            ## Providers' words

            Case, dots, dashes and underscores do not matter: `messages.upsert` and `MESSAGES_UPSERT` are one word.

            | word | stands for |
            | --- | --- |
            """;

    @Test
    void the_page_says_what_the_table_says() throws IOException {
        var text = page();
        if (Boolean.getBoolean("pages.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, text);
        }
        assertThat(PAGE).hasContent(text);
    }

    @Test
    void every_word_of_the_page_is_taken_in_any_spelling_and_stands_for_its_types_only() {
        for (var alias : EventAliases.all()) {
            for (var word :
                    List.of(alias.word(), alias.word().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))) {
                var parsed = EventFilter.parse(List.of(word));
                assertThat(parsed)
                        .as(word)
                        .isInstanceOfSatisfying(EventFilter.Parsed.Accepted.class, accepted -> assertThat(
                                        EventTypes.NATIVE.stream().filter(accepted.filter()::accepts))
                                .containsExactlyInAnyOrderElementsOf(alias.types()));
            }
        }
    }

    private static String page() {
        var names = EventTypes.NATIVE.stream()
                .sorted()
                .map(name -> "- `" + name + "`\n")
                .collect(Collectors.joining());
        var aliases = EventAliases.all().stream()
                .map(alias -> "| `" + alias.word() + "` | "
                        + alias.types().stream().map(type -> "`" + type + "`").collect(Collectors.joining(", "))
                        + " |\n")
                .collect(Collectors.joining());
        return HEAD + names + ALIASES + aliases;
    }
}
