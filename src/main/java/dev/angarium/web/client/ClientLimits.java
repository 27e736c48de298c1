package dev.angarium.web.client;

import java.time.Duration;

/**
 * What the client may use. Bytes unless said otherwise.
 *
 * @param connections open to one endpoint at once, from each event loop that sends
 * @param waiting requests to one endpoint that wait for one of these connections; more are not sent ({@code busy})
 * @param reconnects within one request, where not a byte of it was written
 * @param connect to be connected, handshake included
 * @param idle an unused connection is closed after this
 * @param bodyGrace a body nobody needs whole may take this long after its head
 * @param drain of a body are read at most, to keep the connection; longer ones are cut
 * @param headers of an answer's head
 * @param names resolved names kept at most
 * @param nameTtl for this long
 */
public record ClientLimits(
        int connections,
        int waiting,
        int reconnects,
        Duration connect,
        Duration idle,
        Duration bodyGrace,
        int drain,
        int headers,
        int names,
        Duration nameTtl) {
    public ClientLimits {
        if (connections < 1 || waiting < 0 || reconnects < 0 || drain < 0 || headers < 1024 || names < 1) {
            throw new IllegalArgumentException("limits of the client");
        }
    }

    /** @param connections open to one endpoint at once; as many again may wait, times four */
    public static ClientLimits of(int connections, int reconnects) {
        return new ClientLimits(
                connections,
                connections * 4,
                reconnects,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                64 << 10,
                16 << 10,
                10_000,
                Duration.ofSeconds(30));
    }
}
