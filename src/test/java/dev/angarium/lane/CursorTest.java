package dev.angarium.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CursorTest {
    @Test
    void ranges_above_are_joined_and_absorbed() {
        var cursor = new Cursor(4);
        cursor.settle(7);
        cursor.settle(9, 10);
        assertThat(cursor.ranges()).isEqualTo("{[7,8),[9,11)}");
        cursor.settle(8);
        assertThat(cursor.ranges()).isEqualTo("{[7,11)}");
        cursor.settle(5, 6);
        assertThat(cursor.through()).isEqualTo(10);
        assertThat(cursor.ranges()).isEqualTo("{}");
    }

    @Test
    void what_was_written_is_read_back() {
        var cursor = Cursor.parse(4, "{[7,8),[9,11)}");
        assertThat(cursor.rangeCount()).isEqualTo(2);
        assertThat(cursor.isSettled(10)).isTrue();
        assertThat(cursor.isSettled(8)).isFalse();
        assertThat(Cursor.parse(7, "{[7,9)}").through()).isEqualTo(8);
        assertThat(Cursor.parse(7, "{}").through()).isEqualTo(7);
    }

    @Test
    void it_agrees_with_a_plain_set_of_numbers() {
        for (var seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var cursor = new Cursor(0);
            var settled = new TreeSet<Long>();
            for (var step = 0; step < 60; step++) {
                var first = 1 + random.nextLong(80);
                var last = first + random.nextLong(6);
                assertThat(cursor.unsettled(first, last)).isEqualTo(countOpen(settled, first, last));
                cursor.settle(first, last);
                for (var seq = first; seq <= last; seq++) {
                    settled.add(seq);
                }
                cursor = random.nextBoolean() ? cursor : Cursor.parse(cursor.through(), cursor.ranges());
                agree(cursor, settled);
            }
        }
    }

    private static long countOpen(TreeSet<Long> settled, long first, long last) {
        var open = 0;
        for (var seq = first; seq <= last; seq++) {
            open += settled.contains(seq) ? 0 : 1;
        }
        return open;
    }

    private static void agree(Cursor cursor, TreeSet<Long> settled) {
        var through = 0L;
        while (settled.contains(through + 1)) {
            through++;
        }
        assertThat(cursor.through()).isEqualTo(through);
        for (var seq = 1L; seq < 90; seq++) {
            assertThat(cursor.isSettled(seq)).isEqualTo(settled.contains(seq));
        }
    }
}
