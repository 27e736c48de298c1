package dev.angarium.bench.cost;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.format.Format;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.registry.Readers;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** CPU of one event of about 1 KB, from its provider's bytes to the bytes of a delivery. On one thread, so time is CPU. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class NormaliseCost {
    private static final long AT = 1_800_000_000_000L;
    private static final InstanceRef INSTANCE = new InstanceRef(1, "ins_1", 1, "default");

    @Param({"meta", "evolution", "twilio", "zapi", "waha", "baileys", "whatsmeow", "gowa", "broker", "generic"})
    private String provider = "";

    @Param({"native", "zapi"})
    private String format = "";

    private Reader reader = webhook -> new Readout.Malformed("");
    private Webhook webhook = Webhook.post(new byte[0], AT);
    private Format out = Objects.requireNonNull(Format.all().get("raw"));

    /** Fails where the sample is not understood: then the figure would say nothing. */
    @Setup
    public void prepare() {
        reader = new Readers(JsonLimits.DEFAULT).of(provider).orElseThrow();
        webhook = SampleBodies.of(provider, AT);
        out = Format.named(format).orElseThrow();
        if (!(reader.read(webhook) instanceof Readout.Events events)
                || !events.events().get(0).type().equals("message.received")) {
            throw new IllegalStateException("the sample of " + provider + " is no message to its reader");
        }
    }

    @Benchmark
    public void readNormaliseRender(Blackhole hole) {
        var events = ((Readout.Events) reader.read(webhook)).events();
        for (var event : events) {
            hole.consume(out.render(
                    new Event(INSTANCE, 1, event.type(), event.chat(), AT, AT, "c", event.data(), event.raw())));
        }
    }
}
