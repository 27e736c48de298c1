package dev.angarium.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.angarium.harness.BrokerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A body of 100 MB on its way to the node: it is written as fast as the node takes it, until the node says something. */
final class Upload {
    static final long BYTES = 100L << 20;
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final byte[] PIECE = ("a".repeat(16 << 10)).getBytes(US_ASCII);

    private final SocketChannel channel;
    private final ByteBuffer piece;
    private final ByteBuffer answer = ByteBuffer.allocate(64 << 10);
    private final long started;
    private long written;

    /**
     * How it ended.
     *
     * @param answer all that came back before the node closed
     * @param millis from the head to the first byte of the answer
     * @param taken bytes of the body that the node read, without what stands around chunks
     */
    record Refusal(String answer, double millis, long taken) {
        int status() {
            return Integer.parseInt(answer.substring(9, 12));
        }
    }

    private Upload(int port, String head, boolean chunked) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        piece = ByteBuffer.wrap(chunked ? chunk() : PIECE);
        started = System.nanoTime();
        channel.write(ByteBuffer.wrap((head + "\r\n\r\n").getBytes(US_ASCII)));
        channel.configureBlocking(false);
    }

    /** The head alone; the body would come after a 100. */
    static Refusal announced(int port, String head) throws IOException {
        return refused(new Upload(port, head, false), 0);
    }

    static Refusal sent(int port, String head) throws IOException {
        return refused(new Upload(port, head, false), BYTES);
    }

    static Refusal chunked(int port, String head) throws IOException {
        return refused(new Upload(port, head + "\r\nTransfer-Encoding: chunked", true), BYTES);
    }

    private static Refusal refused(Upload upload, long bytes) throws IOException {
        try (var open = upload.channel) {
            while (open.read(upload.answer) == 0) {
                upload.write(bytes);
            }
            var millis = (System.nanoTime() - upload.started) / 1e6;
            var taken = upload.taken();
            BrokerProcess.until(WITHIN, upload::hasEnded, "closed after its answer");
            var text = new String(upload.answer.array(), 0, upload.answer.position(), US_ASCII);
            return new Refusal(text, millis, taken);
        }
    }

    private void write(long bytes) throws IOException {
        if (System.nanoTime() - started > WITHIN.toNanos()) {
            throw new IllegalStateException("no answer, after " + written + " bytes");
        }
        var count = written < bytes ? channel.write(piece) : 0;
        written += count;
        if (count == 0) {
            BrokerProcess.pause(Duration.ofMillis(1));
        }
        if (!piece.hasRemaining()) {
            piece.rewind();
        }
    }

    /** What the kernel still holds was not read; the first look waits for what is between the two sockets. */
    private long taken() throws IOException {
        BrokerProcess.pause(Duration.ofMillis(50));
        var address = (InetSocketAddress) channel.getLocalAddress();
        return (written - SocketQueues.underWay(address.getPort())) * PIECE.length / piece.capacity();
    }

    private boolean hasEnded() {
        try {
            return channel.read(answer) < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private static byte[] chunk() {
        return (Integer.toHexString(PIECE.length) + "\r\n" + new String(PIECE, US_ASCII) + "\r\n").getBytes(US_ASCII);
    }
}
