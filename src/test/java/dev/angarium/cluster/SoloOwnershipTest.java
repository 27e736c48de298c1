package dev.angarium.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.event.OwnedPartition;
import dev.angarium.event.Partitions;
import dev.angarium.pg.TestDatabase;
import dev.angarium.time.VertxTime;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SoloOwnershipTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private Vertx vertx;
    private SoloOwnership ownership;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        ownership = ownership(4);
    }

    @AfterEach
    void stop() {
        Await.of(vertx.close());
    }

    @Test
    void a_start_claims_every_partition_with_a_later_epoch() {
        Await.of(ownership.claim());
        var before = ownership.epochOf(2).orElseThrow();
        var later = ownership(4);
        Await.of(later.claim());

        assertThat(later.held()).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(later.epochOf(2)).hasValue(before + 1);
        assertThat(database.count("select epoch from partition_owner where partition = 2"))
                .isEqualTo(before + 1);
    }

    @Test
    void a_database_made_for_another_number_of_partitions_is_refused() {
        Await.of(ownership.claim());

        assertThat(Await.failureOf(ownership(5).claim())).hasMessageContaining("CLUSTER_PARTITIONS");
    }

    @Test
    void what_is_fenced_is_dropped_and_claimed_again() {
        var news = new News();
        Await.of(ownership.claim());
        ownership.listen(news);
        var epoch = ownership.epochOf(1).orElseThrow();

        ownership.fenced(1, epoch - 1);
        ownership.fenced(1, epoch);
        Await.of(news.after("dropped 1").future());
        Await.of(news.after("taken 1 " + (epoch + 1)).future());

        assertThat(ownership.epochOf(1)).hasValue(epoch + 1);
        assertThat(news.told).filteredOn(line -> line.equals("dropped 1")).hasSize(1);
    }

    @Test
    void a_renewal_raises_what_is_held_so_and_gives_up_what_another_took() {
        Await.of(ownership.claim());
        var one = ownership.epochOf(1).orElseThrow();
        var two = ownership.epochOf(2).orElseThrow();
        database.execute("update partition_owner set epoch = epoch + 1 where partition = 2");
        var news = new News();
        ownership.listen(news);

        Await.of(ownership.renew(
                List.of(new OwnedPartition(1, one), new OwnedPartition(2, two), new OwnedPartition(3, one + 100))));

        assertThat(ownership.epochOf(1)).hasValue(one + 1);
        assertThat(database.count("select epoch from partition_owner where partition = 3"))
                .isEqualTo(ownership.epochOf(3).orElseThrow());
        Await.of(news.after("dropped 2").future());
        Await.of(news.after("taken 2 " + (two + 2)).future());
    }

    @Test
    void a_release_drops_everything() {
        Await.of(ownership.claim());
        Await.of(ownership.release());

        assertThat(ownership.held()).isEmpty();
    }

    private SoloOwnership ownership(int partitions) {
        return new SoloOwnership(
                vertx,
                new Partitions(partitions),
                new PgPartitionOwners(database.pipelinePool(vertx)),
                "node",
                new VertxTime(vertx),
                OwnershipMetrics.NONE);
    }

    private static final class News implements Ownership.Listener {
        private final List<String> told = Collections.synchronizedList(new ArrayList<>());
        private final List<Expected> expected = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void taken(int partition, long epoch) {
            tell("taken " + partition + " " + epoch);
        }

        @Override
        public void dropped(int partition) {
            tell("dropped " + partition);
        }

        private synchronized void tell(String line) {
            told.add(line);
            expected.stream().filter(one -> one.line.equals(line)).forEach(one -> one.promise.tryComplete());
        }

        synchronized Promise<Void> after(String line) {
            var promise = Promise.<Void>promise();
            expected.add(new Expected(line, promise));
            if (told.contains(line)) {
                promise.complete();
            }
            return promise;
        }

        private record Expected(String line, Promise<Void> promise) {}
    }
}
