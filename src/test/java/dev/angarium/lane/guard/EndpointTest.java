package dev.angarium.lane.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointTest {
    private final ManualTime time = new ManualTime();
    private final Endpoints endpoints = new Endpoints(time, 1, Duration.ofSeconds(30));
    private final Endpoint endpoint = endpoints.join("http://a");
    private final List<String> turns = new ArrayList<>();

    @Test
    void slots_go_round_robin_over_tenants_then_over_their_lanes() {
        assertThat(endpoint.acquire(turn(1, "first", true))).isTrue();
        for (var name : List.of("a1", "a2", "a3")) {
            assertThat(endpoint.acquire(turn(1, name, true))).isFalse();
        }
        endpoint.acquire(turn(2, "b1", true));
        endpoint.acquire(turn(3, "c1", true));
        for (var left = 0; left < 5; left++) {
            endpoint.release();
        }
        assertThat(turns).containsExactly("a1", "b1", "c1", "a2", "a3");
    }

    @Test
    void a_slot_that_is_not_needed_any_more_goes_to_the_next() {
        endpoint.acquire(turn(1, "first", true));
        endpoint.acquire(turn(1, "gone", false));
        endpoint.acquire(turn(2, "there", true));
        endpoint.release();
        assertThat(turns).containsExactly("gone", "there");
        assertThat(endpoint.used()).isEqualTo(1);
    }

    @Test
    void a_probe_that_succeeds_lets_two_more_go_and_one_that_fails_none() {
        assertThat(endpoint.probe(turn(1, "p0", true))).isTrue();
        for (var waiting = 1; waiting <= 7; waiting++) {
            assertThat(endpoint.probe(turn(1, "p" + waiting, true))).isFalse();
        }
        endpoint.probed(true);
        assertThat(turns).containsExactly("p1", "p2");
        endpoint.probed(true);
        assertThat(turns).containsExactly("p1", "p2", "p3", "p4");
        endpoint.probed(false);
        time.forward(Duration.ofSeconds(30));
        assertThat(turns).containsExactly("p1", "p2", "p3", "p4", "p5");
        time.forward(Duration.ofSeconds(29));
        assertThat(turns).hasSize(5);
    }

    @Test
    void an_endpoint_nobody_names_any_more_is_forgotten() {
        assertThat(endpoints.join("http://a")).isSameAs(endpoint);
        endpoints.leave(endpoint);
        assertThat(endpoints.size()).isEqualTo(1);
        endpoints.leave(endpoint);
        assertThat(endpoints.size()).isZero();
    }

    private Turn turn(int tenant, String name, boolean used) {
        return new Turn() {
            @Override
            public int tenantNo() {
                return tenant;
            }

            @Override
            public boolean slotGranted() {
                turns.add(name);
                return used;
            }

            @Override
            public boolean probeGranted() {
                turns.add(name);
                return used;
            }

            @Override
            public void paceGranted() {
                turns.add(name);
            }
        };
    }
}
