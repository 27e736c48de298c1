package dev.angarium.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InterestTest {
    @Test
    void the_types_asked_for_come_and_no_others() {
        var interest = of(Samples.subscription("http://a").events("message.received", "presence.updated"));
        assertThat(interest.includes(Samples.event(1, "message.received", "c"))).isTrue();
        assertThat(interest.includes(Samples.event(1, "message.status", "c"))).isFalse();
    }

    @Test
    void other_instances_are_left_out() {
        assertThat(of(Samples.subscription("http://a").instances("inst-7")).includes(Samples.event(1)))
                .isTrue();
        assertThat(of(Samples.subscription("http://a").instances("inst-8")).includes(Samples.event(1)))
                .isFalse();
    }

    @Test
    void a_choice_of_chats_leaves_out_other_chats_and_what_has_none() {
        var interest = of(Samples.subscription("http://a").chats("c1", "c2"));
        assertThat(interest.includes(Samples.event(1, "message.received", "c2")))
                .isTrue();
        assertThat(interest.includes(Samples.event(1, "message.received", "c3")))
                .isFalse();
        assertThat(interest.includes(Samples.event(1, "connection.updated", null)))
                .isFalse();
    }

    @Test
    void without_groups_neither_their_messages_nor_their_changes_come() {
        var interest = of(Samples.subscription("http://a").withoutGroups());
        assertThat(interest.includes(Samples.event(1, "message.received", "1203@g.us")))
                .isFalse();
        assertThat(interest.includes(Samples.event(1, "message.received", "1203-group")))
                .isFalse();
        assertThat(interest.includes(Samples.event(1, "group.updated", null))).isFalse();
        assertThat(interest.includes(Samples.event(1, "message.received", "55@s.whatsapp.net")))
                .isTrue();
    }

    private static Interest of(Samples.Draft draft) {
        return Interest.of(draft.no(1));
    }
}
