package dev.angarium.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.lane.Attempt;
import dev.angarium.lane.StepResult;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
    private static final Optional<Duration> ASKED = Optional.of(Duration.ofSeconds(7));

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void success_settles(int status) {
        assertThat(Verdict.of(attempt(status), ASKED)).isInstanceOf(StepResult.Done.class);
        assertThat(Verdict.codeOf(status)).isNull();
    }

    @Test
    void gone_is_gone() {
        assertThat(Verdict.of(attempt(410), Optional.empty())).isInstanceOf(StepResult.Gone.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 413, 422, 451})
    void a_refusal_is_about_this_event(int status) {
        assertThat(Verdict.of(attempt(status), ASKED))
                .isEqualTo(new StepResult.Failed(attempt(status), Optional.empty(), true));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 300, 301, 302, 307, 308, 408, 425, 500, 502, 504})
    void everything_else_is_about_the_subscriber(int status) {
        assertThat(Verdict.of(attempt(status), ASKED))
                .isEqualTo(new StepResult.Failed(attempt(status), Optional.empty(), false));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_busy_subscriber_says_when_to_come_back(int status) {
        assertThat(Verdict.of(attempt(status), ASKED)).isEqualTo(new StepResult.Failed(attempt(status), ASKED, false));
    }

    @Test
    void the_head_of_an_answer_is_short_and_has_nothing_that_postgresql_refuses() {
        assertThat(Verdict.head("no\u0000such\u001b[31m\nthing".getBytes(UTF_8)))
                .isEqualTo("no such [31m\nthing");
        assertThat(Verdict.head(new byte[5000])).hasSize(1024).isBlank();
        assertThat(Verdict.head(new byte[] {(byte) 0xff, 'a'})).isEqualTo("\ufffda");
    }

    private static Attempt attempt(int status) {
        return new Attempt(1, 2, status, Verdict.codeOf(status), null);
    }
}
