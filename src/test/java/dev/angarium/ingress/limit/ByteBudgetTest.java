package dev.angarium.ingress.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    @Test
    void bytes_are_given_up_to_the_limit_and_again_once_they_are_back() {
        var budget = new ByteBudget(100);
        assertThat(budget.acquire(60, 0)).isTrue();
        assertThat(budget.acquire(41, 0)).isFalse();
        assertThat(budget.acquire(40, 0)).isTrue();
        budget.release(60);
        assertThat(budget.held()).isEqualTo(40);
        assertThat(budget.acquire(60, 0)).isTrue();
    }

    @Test
    void one_body_that_is_larger_than_the_budget_passes_alone() {
        var budget = new ByteBudget(100);
        assertThat(budget.acquire(1_000, 0)).isTrue();
        assertThat(budget.acquire(1, 0)).isFalse();
        budget.release(1_000);
        assertThat(budget.held()).isZero();
    }

    @Test
    void a_body_that_arrives_piece_by_piece_passes_alone_as_well() {
        var budget = new ByteBudget(100);
        assertThat(budget.acquire(60, 0)).isTrue();
        assertThat(budget.acquire(60, 60)).isTrue();
        assertThat(budget.acquire(1, 0)).isFalse();
    }

    @Test
    void many_threads_never_hold_more_than_there_is() {
        var budget = new ByteBudget(10_000);
        var most = new AtomicInteger();
        IntStream.range(0, 100_000).parallel().forEach(turn -> {
            var bytes = 1 + turn % 3_000;
            if (budget.acquire(bytes, 0)) {
                most.accumulateAndGet((int) budget.held(), Math::max);
                budget.release(bytes);
            }
        });
        assertThat(most.get()).isBetween(1, 10_000);
        assertThat(budget.held()).isZero();
    }

    @Test
    void a_connection_has_half_of_the_budget_for_its_large_bodies() {
        var shares = new Shares(100);
        assertThat(List.of(shares.take(1, 30), shares.take(1, 30), shares.take(1, 20)))
                .containsExactly(true, false, true);
        assertThat(shares.take(2, 30)).isTrue();
        shares.giveBack(1, 50);
        assertThat(shares.take(1, 80)).isTrue();
        assertThat(shares.take(1, 1)).isFalse();
    }
}
