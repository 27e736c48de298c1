package dev.angarium.settings.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindsTest {
    @ParameterizedTest
    @CsvSource({"0s,0", "500ms,500", "30s,30000", "5m,300000", "2h,7200000", "7d,604800000"})
    void a_duration_is_a_number_and_a_unit(String text, long millis) {
        assertThat(Kinds.DURATION.parse(text)).contains(Duration.ofMillis(millis));
        assertThat(Durations.text(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "1h30m", "30 s", "1S", "999999999999999d", "36501d"})
    void anything_else_is_none(String text) {
        assertThat(Kinds.DURATION.parse(text)).isEmpty();
    }

    @Test
    void only_where_said_a_plain_number_is_milliseconds() {
        assertThat(Kinds.MILLIS.parse("60000")).contains(Duration.ofMinutes(1));
        assertThat(Kinds.MILLIS.parse("2m")).contains(Duration.ofMinutes(2));
        assertThat(Kinds.MILLIS.parse("-5")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "512,512", "1KB,1024", "3mb,3145728", "2GB,2147483648"})
    void a_size_is_bytes_or_a_number_and_a_unit(String text, long bytes) {
        assertThat(Kinds.SIZE.parse(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5MB", "1TB", "MB", "999999999999999999GB", "9999999999999999999999"})
    void what_overflows_or_has_no_such_unit_is_no_size(String text) {
        assertThat(Kinds.SIZE.parse(text)).isEmpty();
    }

    @Test
    void a_body_fits_into_one_buffer() {
        assertThat(Kinds.BODY_SIZE.parse("1GB")).contains(1 << 30);
        assertThat(Kinds.BODY_SIZE.parse("2GB")).isEmpty();
    }

    @Test
    void lists_have_no_holes() {
        assertThat(Kinds.TEXTS.parse("a, b")).contains(List.of("a", "b"));
        assertThat(Kinds.TEXTS.parse("a,,b")).isEmpty();
        assertThat(Kinds.DURATIONS.parse("0s, 1m")).contains(List.of(Duration.ZERO, Duration.ofMinutes(1)));
        assertThat(Kinds.DURATIONS.parse("0s,")).isEmpty();
    }

    @Test
    void flags_and_words_are_read_in_any_case_and_nothing_else_is() {
        assertThat(Kinds.FLAG.parse("True")).contains(true);
        assertThat(Kinds.FLAG.parse("1")).isEmpty();
        assertThat(Kinds.oneOf(Map.of("all", 1)).parse("ALL")).contains(1);
        assertThat(Kinds.oneOf(Map.of("all", 1)).parse("any")).isEmpty();
        assertThat(Kinds.COUNT.parse("12x")).isEmpty();
        assertThat(Kinds.PATH.parse("a\0b")).isEmpty();
    }
}
