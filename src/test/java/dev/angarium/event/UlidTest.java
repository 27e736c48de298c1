package dev.angarium.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class UlidTest {
    @Test
    void the_lowest_and_the_highest_are_written_as_a_ulid_is() {
        assertThat(Ulid.text("x_", 0, 0)).isEqualTo("x_" + "0".repeat(26));
        assertThat(Ulid.text("x_", -1, -1)).isEqualTo("x_7" + "Z".repeat(25));
    }

    @Test
    void the_time_stands_before_the_chance() {
        assertThat(Ulid.of("x_", 1_469_918_176_385L, 0, 0)).isEqualTo("x_01ARYZ6S41" + "0".repeat(16));
    }

    @Test
    void what_was_written_is_read_back() {
        var id = new UUID(0x0123456789ABCDEFL, 0xFEDCBA9876543210L);
        var text = Ulid.text("x_", id.getMostSignificantBits(), id.getLeastSignificantBits());
        assertThat(Ulid.parse("x_", text)).contains(id);
    }

    @Test
    void another_prefix_length_letter_or_a_129th_bit_is_no_id() {
        assertThat(Ulid.parse("x_", "y_" + "0".repeat(26))).isEmpty();
        assertThat(Ulid.parse("x_", "x_" + "0".repeat(25))).isEmpty();
        assertThat(Ulid.parse("x_", "x_" + "0".repeat(25) + "U")).isEmpty();
        assertThat(Ulid.parse("x_", "x_8" + "0".repeat(25))).isEmpty();
    }
}
