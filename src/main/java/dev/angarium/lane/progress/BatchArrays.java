package dev.angarium.lane.progress;

import dev.angarium.event.OwnedPartition;
import dev.angarium.lane.DeadLetter;
import dev.angarium.lane.LaneStore.Batch;
import dev.angarium.lane.LaneStore.Delivery;
import dev.angarium.lane.LaneStore.Progress;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** A batch column by column, as the flushing statement takes it. Each row names its partition by a slot, from 1. */
final class BatchArrays {
    private final List<OwnedPartition> owners;
    private final Map<OwnedPartition, Integer> slots = new HashMap<>();
    private final List<Object> columns = new ArrayList<>();

    BatchArrays(Batch batch) {
        owners = Stream.concat(
                        batch.lanes().stream().map(Progress::owner),
                        batch.deliveries().stream().map(Delivery::owner))
                .distinct()
                .sorted(Comparator.comparingInt(OwnedPartition::partition).thenComparingLong(OwnedPartition::epoch))
                .toList();
        for (var owner : owners) {
            slots.put(owner, slots.size() + 1);
        }
        columns.add(column(owners, OwnedPartition::partition, Integer[]::new));
        columns.add(column(owners, OwnedPartition::epoch, Long[]::new));
        cursors(batch.lanes());
        deliveries(batch.deliveries());
        letters(batch.lanes().stream()
                .filter(lane -> !lane.parked().isEmpty())
                .flatMap(lane -> lane.parked().stream().map(letter -> new Parked(lane, letter)))
                .toList());
    }

    /** Of the slots told, whose partitions they are. */
    OwnedPartition owner(int slot) {
        return owners.get(slot - 1);
    }

    List<OwnedPartition> owners() {
        return owners;
    }

    List<Object> columns() {
        return columns;
    }

    private record Parked(Progress lane, DeadLetter letter) {}

    private void cursors(List<Progress> lanes) {
        add(lanes, lane -> slots.get(lane.owner()), Integer[]::new);
        add(lanes, lane -> lane.lane().instanceNo(), Integer[]::new);
        add(lanes, lane -> lane.lane().consumer(), Integer[]::new);
        add(lanes, Progress::tenantNo, Integer[]::new);
        add(lanes, Progress::through, Long[]::new);
        add(lanes, Progress::ranges, String[]::new);
        add(lanes, lane -> lane.trial().count(), Integer[]::new);
        add(lanes, lane -> lane.trial().attempts(), Integer[]::new);
        add(lanes, lane -> lane.trial().retryAt(), Long[]::new);
        add(
                lanes,
                lane -> lane.trial().tried().isEmpty()
                        ? null
                        : Tried.write(lane.trial().tried()),
                String[]::new);
    }

    private void deliveries(List<Delivery> rows) {
        add(rows, row -> slots.get(row.owner()), Integer[]::new);
        add(rows, Delivery::tenantNo, Integer[]::new);
        add(rows, row -> row.lane().consumer(), Integer[]::new);
        add(rows, row -> row.lane().instanceNo(), Integer[]::new);
        add(rows, Delivery::seq, Long[]::new);
        add(rows, Delivery::count, Integer[]::new);
        add(rows, Delivery::number, Integer[]::new);
        add(rows, row -> row.attempt().startedAt(), Long[]::new);
        add(rows, row -> row.attempt().latencyMillis(), Integer[]::new);
        add(rows, row -> row.attempt().status(), Integer[]::new);
        add(rows, row -> Tried.clean(row.attempt().error()), String[]::new);
        add(rows, row -> Tried.clean(row.attempt().responseHead()), String[]::new);
    }

    private void letters(List<Parked> rows) {
        add(rows, row -> slots.get(row.lane().owner()), Integer[]::new);
        add(rows, row -> row.letter().id(), UUID[]::new);
        add(rows, row -> row.lane().tenantNo(), Integer[]::new);
        add(rows, row -> row.letter().lane().consumer(), Integer[]::new);
        add(rows, row -> row.letter().lane().instanceNo(), Integer[]::new);
        add(rows, row -> row.letter().event().seq(), Long[]::new);
        add(rows, row -> row.letter().event().type(), String[]::new);
        add(rows, row -> row.letter().event().chat(), String[]::new);
        add(rows, row -> row.letter().event().receivedAt(), Long[]::new);
        add(rows, row -> row.letter().event().occurredAt(), Long[]::new);
        add(rows, row -> row.letter().event().correlationId(), String[]::new);
        add(rows, row -> Buffer.buffer(row.letter().event().data()), Buffer[]::new);
        add(rows, row -> Buffer.buffer(row.letter().event().raw()), Buffer[]::new);
        add(rows, row -> row.letter().reason(), String[]::new);
        add(rows, row -> row.letter().attempts(), Integer[]::new);
        add(rows, row -> Tried.write(row.letter().tried()), String[]::new);
        add(rows, row -> row.letter().replay(), Boolean[]::new);
    }

    private <R, V> void add(
            List<R> rows, Function<R, ? extends @org.jspecify.annotations.Nullable V> value, IntFunction<V[]> array) {
        columns.add(column(rows, value, array));
    }

    private static <R, V> Object column(
            List<R> rows, Function<R, ? extends @org.jspecify.annotations.Nullable V> value, IntFunction<V[]> array) {
        var column = array.apply(rows.size());
        Arrays.setAll(column, at -> value.apply(rows.get(at)));
        return column;
    }
}
