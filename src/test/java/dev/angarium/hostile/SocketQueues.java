package dev.angarium.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the kernel holds between two sockets of this machine, from /proc. */
final class SocketQueues {
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int QUEUES = 4;

    private SocketQueues() {}

    /** Bytes written at this local port that nobody has read at the other end. */
    static long underWay(int port) {
        return sum(port, LOCAL, 0) + sum(port, REMOTE, 1);
    }

    /** @param half of tx_queue:rx_queue */
    private static long sum(int port, int column, int half) {
        var end = String.format(Locale.ROOT, ":%04X", port);
        var bytes = 0L;
        for (var table : new String[] {"tcp", "tcp6"}) {
            for (var line : lines(table)) {
                var fields = line.strip().split("\\s+");
                if (fields[column].endsWith(end)) {
                    bytes += Long.parseLong(fields[QUEUES].split(":")[half], 16);
                }
            }
        }
        return bytes;
    }

    private static Iterable<String> lines(String table) {
        try {
            return Files.readAllLines(Path.of("/proc/net", table)).stream()
                    .skip(1)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
