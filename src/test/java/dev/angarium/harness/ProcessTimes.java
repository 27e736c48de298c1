package dev.angarium.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CPU time and memory of other processes, from /proc. */
public final class ProcessTimes {
    private static final double TICKS_PER_SECOND = 100;

    private ProcessTimes() {}

    /** User and system CPU seconds of one process so far. */
    public static double cpuSeconds(long pid) {
        var fields = stat(pid);
        return fields.isEmpty() ? 0 : (number(fields, 11) + number(fields, 12)) / TICKS_PER_SECOND;
    }

    /** The same for PostgreSQL: the postmaster, the children it has reaped, and those alive. */
    public static double postgresCpuSeconds(Path dataDir) {
        var postmaster = postmaster(dataDir);
        var fields = stat(postmaster);
        var reaped = fields.isEmpty() ? 0 : (number(fields, 13) + number(fields, 14)) / TICKS_PER_SECOND;
        return cpuSeconds(postmaster)
                + reaped
                + ProcessHandle.of(postmaster)
                        .map(handle -> handle.children()
                                .mapToDouble(child -> cpuSeconds(child.pid()))
                                .sum())
                        .orElse(0d);
    }

    /** Resident bytes; 0 once the process is gone. */
    public static long residentBytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** Open files and sockets; 0 once the process is gone. */
    public static long descriptors(long pid) {
        try (var open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.count();
        } catch (IOException gone) {
            return 0;
        }
    }

    /** The process id PostgreSQL wrote into its data directory. */
    public static long postmaster(Path dataDir) {
        try {
            return Files.readAllLines(dataDir.resolve("postgres").resolve("postmaster.pid")).stream()
                    .limit(1)
                    .filter(line -> line.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException notRunning) {
            return -1;
        }
    }

    /** Whether it runs no more, even where its parent takes its time to take note of it. */
    static boolean ended(long pid) {
        var fields = stat(pid);
        return fields.isEmpty() || "ZX".contains(fields.get(0));
    }

    /** The fields after the command name: state first. */
    private static List<String> stat(long pid) {
        try {
            var line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (IOException gone) {
            return List.of();
        }
    }

    private static double number(List<String> fields, int index) {
        return Double.parseDouble(fields.get(index));
    }
}
