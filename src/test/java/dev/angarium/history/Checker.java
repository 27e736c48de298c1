package dev.angarium.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.angarium.history.History.Fate;
import dev.angarium.history.History.Received;
import dev.angarium.history.History.Row;
import dev.angarium.history.History.Send;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds a history against the promises; each violation names the rule it breaks. Shares no code with the broker. */
public final class Checker {
    private final History history;
    private final long repeatGraceNanos;
    private final List<String> violations = new ArrayList<>();

    private Checker(History history, long repeatGraceNanos) {
        this.history = history;
        this.repeatGraceNanos = repeatGraceNanos;
    }

    /**
     * All violations; empty for a valid history of lanes in order of their instance.
     *
     * @param repeatGraceNanos how long after a fault a delivery may still be repeated
     */
    public static List<String> violations(History history, long repeatGraceNanos) {
        var checker = new Checker(history, repeatGraceNanos);
        checker.checkLog();
        checker.checkSends();
        checker.checkDeliveries();
        return checker.violations;
    }

    private void report(String rule, String what) {
        violations.add(rule + ": " + what);
    }

    /** L1 one key per seq, L2 contiguous, L3 one seq per key, L4 nothing that was never sent. */
    private void checkLog() {
        Map<String, Set<String>> sent =
                history.sends().stream().collect(groupingBy(Send::instance, mapping(Send::key)));
        var byInstance = history.log().stream().collect(groupingBy(Row::instance));
        byInstance.forEach((instance, rows) -> {
            var keys = new HashSet<String>();
            var seqs = new HashSet<Long>();
            for (var row : rows) {
                if (!seqs.add(row.seq())) {
                    report("L1", "two keys under " + instance + "#" + row.seq());
                }
                if (!keys.add(row.key())) {
                    report("L3", "two seqs for " + instance + "/" + row.key());
                }
                if (!sent.getOrDefault(instance, Set.of()).contains(row.key())) {
                    report("L4", "never sent " + instance + "/" + row.key());
                }
            }
            var highest = rows.stream().mapToLong(Row::seq).max().orElse(0);
            if (highest != seqs.size()) {
                report("L2", instance + " ends at " + highest + " with " + seqs.size() + " numbers");
            }
        });
    }

    /** L5 what was acknowledged is there, L6 under the told seq, L7 what was only refused is not, L8 real-time order. */
    private void checkSends() {
        var stored = new HashMap<String, Long>();
        history.log().forEach(row -> stored.put(row.instance() + "/" + row.key(), row.seq()));
        var byKey = history.sends().stream().collect(groupingBy(send -> send.instance() + "/" + send.key()));
        byKey.forEach((key, sends) -> {
            var seq = stored.get(key);
            for (var send : sends) {
                if (send.fate() == Fate.OK && seq == null) {
                    report("L5", "acknowledged but lost " + key);
                }
                if (seq != null && send.seq().isPresent() && send.seq().getAsLong() != seq) {
                    report("L6", key + " told " + send.seq().getAsLong() + " stored " + seq);
                }
            }
            if (seq != null && sends.stream().allMatch(send -> send.fate() == Fate.REFUSED)) {
                report("L7", "refused but stored " + key);
            }
        });
        history.sends().stream()
                .collect(groupingBy(Send::instance))
                .forEach((instance, sends) -> checkRealTime(instance, sends, stored));
    }

    /** Sweeps the sends by their start and keeps the highest seq that was acknowledged before it. */
    private void checkRealTime(String instance, List<Send> sends, Map<String, Long> stored) {
        var firstSent = new HashMap<String, Long>();
        sends.forEach(send -> firstSent.merge(send.key(), send.sentAt(), Math::min));
        var acknowledged = sends.stream()
                .filter(send -> send.fate() == Fate.OK)
                .sorted(Comparator.comparingLong(Send::answeredAt))
                .toList();
        var starts = firstSent.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .toList();
        var next = 0;
        long highest = 0;
        for (var start : starts) {
            while (next < acknowledged.size() && acknowledged.get(next).answeredAt() < start.getValue()) {
                highest = Math.max(
                        highest,
                        stored.getOrDefault(
                                instance + "/" + acknowledged.get(next++).key(), 0L));
            }
            var seq = stored.get(instance + "/" + start.getKey());
            if (seq != null && seq < highest) {
                report("L8", instance + "/" + start.getKey() + " got " + seq + " after " + highest + " was told");
            }
        }
    }

    private void checkDeliveries() {
        var rows = history.log().stream()
                .collect(toMap(row -> row.instance() + "#" + row.seq(), Row::key, (first, second) -> first));
        var parked = history.parked().stream()
                .map(park -> park.subscription() + "/" + park.instance() + "#" + park.seq())
                .collect(toSet());
        for (var park : history.parked()) {
            if (park.reason().isEmpty() || park.attempts() < 1) {
                report("D7", "parked without a reason or an attempt: " + park);
            }
        }
        history.received().stream()
                .collect(groupingBy(Received::subscription))
                .forEach((subscription, all) -> history.log().stream()
                        .collect(groupingBy(Row::instance))
                        .forEach((instance, log) -> checkLane(
                                subscription,
                                log,
                                all.stream()
                                        .filter(got -> got.instance().equals(instance))
                                        .sorted(Comparator.comparingLong(Received::from))
                                        .toList(),
                                parked)));
        history.received().forEach(got -> checkBody(got, rows));
    }

    /** D1 what was delivered is what the log has, with one body over all tries. */
    private final Map<String, Integer> bodies = new HashMap<>();

    private void checkBody(Received got, Map<String, String> rows) {
        var name = got.instance() + "#" + got.seq();
        if (!got.key().equals(rows.get(name))) {
            report("D1", got.subscription() + " got " + got.key() + " as " + name);
        }
        var before = bodies.putIfAbsent(got.subscription() + "/" + name, got.bodyHash());
        if (before != null && before != got.bodyHash()) {
            report("D1", "another body for " + got.subscription() + "/" + name);
        }
    }

    /** D2 nothing is overtaken, D3 first tries only rise, D4 repeats have a cause, D5 nothing is missing, D6 one at a time. */
    private void checkLane(String subscription, List<Row> log, List<Received> lane, Set<String> parked) {
        var instance = log.get(0).instance();
        var settled = new TreeMap<Long, Long>();
        var tried = new HashSet<Long>();
        long highestTried = 0;
        long busyUntil = Long.MIN_VALUE;
        for (var got : lane) {
            if (tried.add(got.seq())) {
                if (got.seq() < highestTried) {
                    report(
                            "D3",
                            subscription + "/" + instance + " first tries " + got.seq() + " after " + highestTried);
                }
                highestTried = Math.max(highestTried, got.seq());
                checkNothingOvertaken(subscription, instance, got, settled, parked);
            }
            if (got.from() < busyUntil && !nearFault(got.from())) {
                report("D6", "two at once at " + subscription + "/" + instance + "#" + got.seq());
            }
            busyUntil = Math.max(busyUntil, got.to());
            var before = settled.get(got.seq());
            if (before != null && !faultBetween(before, got.from())) {
                report("D4", "repeated without a fault " + subscription + "/" + instance + "#" + got.seq());
            }
            if (got.consumed()) {
                settled.put(got.seq(), got.to());
            }
        }
        for (var row : log) {
            if (!settled.containsKey(row.seq()) && !parked.contains(subscription + "/" + instance + "#" + row.seq())) {
                report("D5", "never delivered " + subscription + "/" + instance + "#" + row.seq());
            }
        }
    }

    private void checkNothingOvertaken(
            String subscription, String instance, Received got, TreeMap<Long, Long> settled, Set<String> parked) {
        var before = got.seq() - 1;
        if (before >= 1
                && !settled.containsKey(before)
                && !parked.contains(subscription + "/" + instance + "#" + before)) {
            report("D2", subscription + "/" + instance + " tried " + got.seq() + " before " + before + " was settled");
        }
    }

    private boolean faultBetween(long from, long to) {
        return history.faults().stream()
                .anyMatch(fault -> fault.from() - repeatGraceNanos <= to && fault.to() + repeatGraceNanos >= from);
    }

    private boolean nearFault(long at) {
        return faultBetween(at, at);
    }

    private static <T> java.util.stream.Collector<T, ?, Set<String>> mapping(java.util.function.Function<T, String> f) {
        return java.util.stream.Collectors.mapping(f, toSet());
    }
}
