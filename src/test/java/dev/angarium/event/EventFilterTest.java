package dev.angarium.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilterTest {
    private static EventFilter filter(String... words) {
        var parsed = EventFilter.parse(Arrays.asList(words));
        assertThat(parsed).isInstanceOf(EventFilter.Parsed.Accepted.class);
        return ((EventFilter.Parsed.Accepted) parsed).filter();
    }

    @ParameterizedTest
    @CsvSource({
        "message.received, message.received, true",
        "message.received, message.sent, false",
        "message.*, message.sent, true",
        "message.*, media.ready, false",
        "*, provider.unparsed, true",
        "*, message.sent, true",
        "provider.labels.edit, provider.labels.edit, true",
        "provider.labels.edit, provider.labels, false",
        "provider.*, provider.anything, true",
        "provider.*, message.sent, false",
        "messages.upsert, message.received, true",
        "MESSAGES_UPSERT, message.deleted, true",
        "messages-upsert, message.status, false",
        "messages.update, message.status, true",
        "messages.update, message.edited, true",
        "messages.update, message.received, false",
        "GROUP_PARTICIPANTS_UPDATE, group.participants, true",
        "qrcode.updated, connection.updated, true",
        "ReceivedCallback, message.received, true",
        "message, message.received, true",
        "message, message.sent, false"
    })
    void a_word_stands_for_its_types(String word, String type, boolean accepted) {
        assertThat(filter(word).accepts(type)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "message.receive",
                "messages.*",
                "**",
                "provider.",
                "provider.a b",
                ".*",
                "mess*",
                "Message.Received"
            })
    void an_unknown_word_is_named(String word) {
        assertThat(EventFilter.parse(List.of("*", word)))
                .isInstanceOfSatisfying(EventFilter.Parsed.Refused.class, refused -> assertThat(refused.problems())
                        .singleElement()
                        .asString()
                        .contains(word));
    }

    @Test
    void all_problems_are_told_at_once_and_an_empty_list_is_one() {
        assertThat(EventFilter.parse(List.of("a", "message.sent", "b")))
                .isInstanceOfSatisfying(EventFilter.Parsed.Refused.class, refused -> assertThat(refused.problems())
                        .hasSize(2));
        assertThat(EventFilter.parse(List.of())).isInstanceOf(EventFilter.Parsed.Refused.class);
    }

    @Test
    void several_words_add_up() {
        var filter = filter("message.sent", "group.*", "call");
        assertThat(filter.accepts("message.sent")).isTrue();
        assertThat(filter.accepts("group.participants")).isTrue();
        assertThat(filter.accepts("call.received")).isTrue();
        assertThat(filter.accepts("message.received")).isFalse();
        assertThat(EventFilter.all().accepts("anything")).isTrue();
    }
}
