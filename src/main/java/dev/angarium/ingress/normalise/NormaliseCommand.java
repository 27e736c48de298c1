package dev.angarium.ingress.normalise;

import dev.angarium.provider.Lookup;
import dev.angarium.provider.Providers;
import dev.angarium.provider.Webhook;
import dev.angarium.web.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code angarium normalise}: the same as the API's operation, for a file at hand. Starts nothing, keeps nothing. */
@Command(
        name = "normalise",
        mixinStandardHelpOptions = true,
        description = "Prints the events that a provider's webhook would become. Starts nothing, keeps nothing.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:printed", "1:the webhook would be refused", "2:wrong arguments"})
public final class NormaliseCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final int LARGEST_BODY = 32 << 20;

    private final Normaliser normaliser;
    private final InstantSource clock;
    private final InputStream in;
    private final PrintWriter out;
    private final PrintWriter err;

    @Spec
    @SuppressWarnings("NullAway.Init") // injected before the call
    private CommandSpec spec;

    @Option(names = "--provider", required = true, paramLabel = "NAME", description = "Whose webhook it is.")
    private String provider = "";

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            description = "Its Content-Type. Default: application/json; a form is application/x-www-form-urlencoded.")
    private String contentType = "application/json";

    @Option(
            names = "--event",
            paramLabel = "NAME",
            description = "The event's name, where the provider has it in the path.")
    private String event = "";

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The body. Default: standard input.")
    private String file = STANDARD_INPUT;

    public NormaliseCommand(
            Normaliser normaliser, InstantSource clock, InputStream in, PrintWriter out, PrintWriter err) {
        this.normaliser = normaliser;
        this.clock = clock;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        if (!Providers.NAMES.contains(provider)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--provider must be one of " + String.join(", ", Providers.NAMES));
        }
        var normalised = normaliser.normalise(provider, webhook(body()), "default");
        if (normalised instanceof Normaliser.Normalised.Refused refused) {
            tell(refused.problem());
            return CommandLine.ExitCode.SOFTWARE;
        }
        var list = new JsonArray();
        ((Normaliser.Normalised.Events) normalised)
                .envelopes()
                .forEach(envelope -> list.add(new JsonObject(Buffer.buffer(envelope))));
        out.println(new JsonObject().put("events", list).encodePrettily());
        return CommandLine.ExitCode.OK;
    }

    private Webhook webhook(byte[] body) {
        return new Webhook(
                "POST",
                "",
                event.isEmpty() ? List.of() : List.of(event),
                Lookup.none(),
                Lookup.none(),
                contentType,
                body,
                clock.millis(),
                "");
    }

    private byte[] body() {
        try (var bytes = file.equals(STANDARD_INPUT) ? in : Files.newInputStream(Path.of(file))) {
            var body = bytes.readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                throw new CommandLine.ParameterException(spec.commandLine(), file + " is larger than 32 MB");
            }
            return body;
        } catch (IOException unreadable) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void tell(Problem problem) {
        err.println(problem.toJson().encodePrettily());
    }
}
