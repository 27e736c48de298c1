package dev.angarium.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final String FORM = "00-[0-9a-f]{32}-[0-9a-f]{16}-01";

    private final Trace trace = new Trace(new Random(7));

    @Test
    void a_uuid_is_the_trace_id_itself() {
        assertThat(trace.parent("0af76519-16cd-43dd-8448-eb211c80319c"))
                .matches(FORM)
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-");
    }

    @Test
    void a_trace_id_is_kept() {
        assertThat(trace.parent("0af7651916cd43dd8448eb211c80319c")).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
    }

    @Test
    void any_other_correlation_id_always_gives_the_same_trace() {
        var first = trace.parent("order 17");
        var second = trace.parent("order 17");
        assertThat(first).matches(FORM);
        assertThat(first.substring(0, 36)).isEqualTo(second.substring(0, 36));
        assertThat(first).isNotEqualTo(second);
        assertThat(trace.parent("order 18").substring(0, 36)).isNotEqualTo(first.substring(0, 36));
    }

    @Test
    void zeros_never_come_out() {
        RandomGenerator zero = () -> 0;
        assertThat(new Trace(zero).parent("00000000000000000000000000000000"))
                .matches(FORM)
                .doesNotContain("-0000000000000000-")
                .doesNotContain("0".repeat(32));
    }
}
