package dev.angarium.provider.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsoTest {
    private static final DateTimeFormatter WITH_MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Property(tries = 500)
    void a_time_is_written_as_the_library_writes_it(@ForAll @LongRange(max = 253_402_300_799_999L) long millis) {
        var text = WITH_MILLIS.format(Instant.ofEpochMilli(millis));
        assertThat(Iso.format(millis)).isEqualTo(text);
        assertThat(Iso.parse(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T00:00:00Z, 1709164800000",
        "2024-02-29T00:00:00.5Z, 1709164800500",
        "2024-02-29T00:00:00.123456789Z, 1709164800123",
        "2024-02-29T02:00:00+02:00, 1709164800000",
        "2024-02-28T21:00:00-03:00, 1709164800000"
    })
    void fractions_and_zones_are_understood(String text, long millis) {
        assertThat(Iso.parse(text)).isEqualTo(millis);
    }

    @Test
    void what_is_no_time_is_none() {
        for (var text : new String[] {
            "",
            "2024-02-30T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2024-02-29 00:00:00Z",
            "2024-02-29T24:00:00Z",
            "2024-02-29T00:60:00Z",
            "2024-02-29T00:00:00",
            "2024-02-29T00:00:00.Z",
            "2024-02-29T00:00:00z",
            "2024-02-29T00:00:00Zx",
            "2024-02-29T00:00:00+2:00",
            "2024-02-29T00:00:00.1234567890Z",
            "2024-02-29T00:00:00+99:00",
            "२०२४-02-29T00:00:00Z"
        }) {
            assertThat(Iso.parse(text)).as(text).isEqualTo(Iso.NONE);
        }
    }
}
