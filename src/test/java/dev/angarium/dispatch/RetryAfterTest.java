package dev.angarium.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final long NOW = Instant.parse("1994-11-06T08:49:07Z").toEpochMilli();

    @Test
    void seconds_are_taken_as_they_are() {
        assertThat(RetryAfter.parse("120", NOW)).contains(Duration.ofSeconds(120));
        assertThat(RetryAfter.parse(" 0 ", NOW)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
            })
    void a_date_means_the_span_until_then(String date) {
        assertThat(RetryAfter.parse(date, NOW)).contains(Duration.ofSeconds(30));
    }

    @Test
    void the_obsolete_date_with_two_digits_of_the_year_is_read() {
        var now = Instant.parse("2026-01-05T08:00:00Z").toEpochMilli();
        assertThat(RetryAfter.parse("Monday, 05-Jan-26 08:00:10 GMT", now)).contains(Duration.ofSeconds(10));
    }

    @Test
    void a_date_gone_by_means_at_once() {
        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:49:00 GMT", NOW)).contains(Duration.ZERO);
    }

    @Test
    void nobody_is_sent_away_for_longer_than_a_day() {
        assertThat(RetryAfter.parse("999999999", NOW)).contains(RetryAfter.LONGEST);
        assertThat(RetryAfter.parse("Fri, 31 Dec 9999 23:59:59 GMT", NOW)).contains(RetryAfter.LONGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "1.5",
                "soon",
                "99999999999999999999",
                "１２",
                "Sun, 99 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT and much more after it",
            })
    void what_is_not_understood_is_ignored(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }

    @Test
    void an_absent_header_asks_for_nothing() {
        assertThat(RetryAfter.parse(null, NOW)).isEmpty();
    }
}
