package dev.angarium.harness;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks just enough of PostgreSQL's protocol to say that it is an old one; every statement succeeds and does nothing. */
public final class OldPostgres implements AutoCloseable {
    private static final int FIRST_ENCRYPTION_REQUEST = 80_877_103;

    private final ServerSocket socket;
    private final String version;

    public OldPostgres(String version) {
        this.version = version;
        try {
            socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        var listening = new Thread(this::listen, "old-postgres");
        listening.setDaemon(true);
        listening.start();
    }

    public String url() {
        return "postgresql://user:secret@127.0.0.1:" + socket.getLocalPort() + "/events";
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (var session = socket.accept()) {
                serve(session);
            } catch (IOException gone) {
                // the session's end, or this one's
            }
        }
    }

    private void serve(Socket session) throws IOException {
        var in = new DataInputStream(session.getInputStream());
        var out = new DataOutputStream(session.getOutputStream());
        var length = in.readInt();
        while (in.readInt() >= FIRST_ENCRYPTION_REQUEST) {
            out.writeByte('N');
            length = in.readInt();
        }
        in.skipNBytes(length - 8);
        greet(out);
        while (answer(in, out)) {
            out.flush();
        }
    }

    private void greet(DataOutputStream out) throws IOException {
        out.writeByte('R');
        out.writeInt(8);
        out.writeInt(0);
        parameter(out, "server_version", version);
        parameter(out, "client_encoding", "UTF8");
        parameter(out, "DateStyle", "ISO, MDY");
        parameter(out, "integer_datetimes", "on");
        parameter(out, "standard_conforming_strings", "on");
        parameter(out, "TimeZone", "UTC");
        ready(out);
        out.flush();
    }

    private static boolean answer(DataInputStream in, DataOutputStream out) throws IOException {
        var type = in.readByte();
        in.skipNBytes(in.readInt() - 4);
        switch (type) {
            case 'P' -> empty(out, '1');
            case 'B' -> empty(out, '2');
            case 'D' -> empty(out, 'n');
            case 'E' -> text(out, 'C', "SET");
            case 'S' -> ready(out);
            case 'Q' -> {
                text(out, 'C', "SET");
                ready(out);
            }
            default -> {
                return type != 'X';
            }
        }
        return true;
    }

    private static void parameter(DataOutputStream out, String name, String value) throws IOException {
        text(out, 'S', name + "\0" + value);
    }

    private static void ready(DataOutputStream out) throws IOException {
        out.writeByte('Z');
        out.writeInt(5);
        out.writeByte('I');
    }

    private static void empty(DataOutputStream out, char type) throws IOException {
        out.writeByte(type);
        out.writeInt(4);
    }

    private static void text(DataOutputStream out, char type, String text) throws IOException {
        var bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        out.writeByte(type);
        out.writeInt(4 + bytes.length);
        out.write(bytes);
    }
}
