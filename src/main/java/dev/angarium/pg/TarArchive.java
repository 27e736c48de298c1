package dev.angarium.pg;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Unpacks a ustar stream with GNU long names: as much of tar as the PostgreSQL binaries use. */
final class TarArchive {
    private static final int BLOCK = 512;
    private static final int NAME_MAX = 4096;
    private static final int EXECUTABLE = 0111;

    private final InputStream in;
    private final Path root;
    private String longName = "";

    TarArchive(InputStream in, Path root) {
        this.in = in;
        this.root = root;
    }

    /** Writes every entry beneath the root; refuses one that would land outside. */
    void unpack() throws IOException {
        for (var header = in.readNBytes(BLOCK); isEntry(header); header = in.readNBytes(BLOCK)) {
            unpackEntry(header);
        }
    }

    /** The archive ends with a block of zeros. */
    private static boolean isEntry(byte[] header) {
        return header.length == BLOCK && header[0] != 0;
    }

    private void unpackEntry(byte[] header) throws IOException {
        var size = octal(header, 124, 12);
        switch (header[156]) {
            case '0', 0 -> writeFile(target(header), size, (int) octal(header, 100, 8));
            case '2' -> link(target(header), text(header, 157, 100));
            case '5' -> Files.createDirectories(target(header));
            case 'L' -> longName = longName(size);
            default -> throw new IOException("unexpected tar entry of type " + (char) header[156]);
        }
        if (header[156] != 'L') {
            longName = "";
        }
    }

    private Path target(byte[] header) throws IOException {
        var prefix = text(header, 345, 155);
        var name = text(header, 0, 100);
        var full = !longName.isEmpty() ? longName : prefix.isEmpty() ? name : prefix + "/" + name;
        return inside(root.resolve(full).normalize());
    }

    private Path inside(Path path) throws IOException {
        if (!path.startsWith(root)) {
            throw new IOException("a tar entry points outside of its root");
        }
        return path;
    }

    private void writeFile(Path file, long size, int mode) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        try (var out = Files.newOutputStream(file)) {
            var buffer = new byte[16 * BLOCK];
            for (var left = size; left > 0; ) {
                var read = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                if (read == 0) {
                    throw new EOFException("the tar archive ends inside a file");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
        in.skipNBytes(padding(size));
        var executable = (mode & EXECUTABLE) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private void link(Path link, String to) throws IOException {
        inside(link.resolveSibling(to).normalize());
        Files.createDirectories(link.resolveSibling("."));
        Files.createSymbolicLink(link, Path.of(to));
    }

    private String longName(long size) throws IOException {
        if (size > NAME_MAX) {
            throw new IOException("a tar entry has a name of more than " + NAME_MAX + " bytes");
        }
        var name = in.readNBytes((int) size);
        in.skipNBytes(padding(size));
        return text(name, 0, name.length);
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private static long octal(byte[] header, int from, int length) {
        var digits = text(header, from, length).strip();
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static String text(byte[] bytes, int from, int length) {
        var end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
}
