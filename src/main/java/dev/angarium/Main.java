package dev.angarium;

import dev.angarium.ingress.normalise.NormaliseCommand;
import dev.angarium.ingress.normalise.Normaliser;
import dev.angarium.pg.StartRefused;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.registry.Readers;
import dev.angarium.settings.Settings;
import dev.angarium.settings.load.DevKeys;
import dev.angarium.settings.load.LoadOutcome;
import dev.angarium.settings.load.SettingsLoader;
import dev.angarium.web.HttpVerticle;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: reads the settings, starts one node, stops it when told to. The one place that may block. */
@Command(
        name = "angarium",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = "Takes WhatsApp webhooks, commits them, delivers them in order.",
        footer = {"", "Settings come from the environment, then from the conf file: docs/settings.md names them all."},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:stopped as told", "1:could not start", "2:wrong settings or arguments"})
public final class Main implements Callable<Integer> {
    private static final Path DEFAULT_CONF = Path.of("conf", "angarium.conf");
    private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final int NAME_BYTES = 3;

    /** No exit code: the node runs on, on threads of its own. */
    private static final int RUNNING = -1;

    private final Map<String, String> environment;
    private final PrintWriter out;
    private final PrintWriter err;
    private final SecureRandom random = new SecureRandom();

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "File of KEY=value lines. Default: conf/angarium.conf in the working directory, if there.")
    private @Nullable Path conf;

    @Option(names = "--print-config", description = "Print every setting, its value and its origin; do not start.")
    private boolean printConfig;

    @Option(names = "--start-check", description = "Start, migrations and all, and stop as soon as it is ready.")
    private boolean startCheck;

    Main(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true);
        var err = new PrintWriter(System.err, true);
        var code = command(System.getenv(), out, err).execute(arguments);
        if (code != RUNNING) {
            System.exit(code);
        }
    }

    static CommandLine command(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        var normaliser = new Normaliser(new Readers(JsonLimits.DEFAULT));
        return new CommandLine(new Main(environment, out, err))
                .addSubcommand(new NormaliseCommand(normaliser, InstantSource.system(), System.in, out, err))
                .setOut(out)
                .setErr(err);
    }

    @Override
    public Integer call() {
        var outcome = new SettingsLoader(environment, nodeName()).load(confFile());
        if (outcome instanceof LoadOutcome.Refused refused) {
            return complain(CommandLine.ExitCode.USAGE, refused.print());
        }
        var loaded = (LoadOutcome.Loaded) outcome;
        loaded.warnings().forEach(warning -> err.println("warning: " + warning));
        if (printConfig) {
            out.print(loaded.print());
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        return start(loaded.settings());
    }

    private int start(Settings settings) {
        try {
            var kept = new DevKeys(random).keep(settings);
            unpackUnder(settings.node().dataDir());
            var starting = Broker.start(kept.settings());
            stopAtExit(starting, settings.pipeline().shutdownGrace());
            var broker = starting.toCompletionStage().toCompletableFuture().get();
            if (startCheck) {
                return CommandLine.ExitCode.OK;
            }
            out.print(new Welcome(kept, broker.port(), broker.startedAt()).text());
            out.flush();
            return RUNNING;
        } catch (IOException unusable) {
            return complain(CommandLine.ExitCode.SOFTWARE, "Angarium cannot start: keys: " + unusable.getMessage());
        } catch (ExecutionException failed) {
            return complain(CommandLine.ExitCode.SOFTWARE, "Angarium cannot start: " + reason(failed.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** Netty unpacks its native parts there, not where the system keeps temporary files: a node writes nowhere else. */
    private static void unpackUnder(Path dataDir) {
        if (Files.isWritable(dataDir)) {
            System.setProperty(
                    "io.netty.native.workdir", dataDir.toAbsolutePath().toString());
        }
    }

    /** SIGTERM and SIGINT end here; the JVM leaves with 128 + the signal's number once the hook is through. */
    private void stopAtExit(Future<Broker> starting, Duration grace) {
        var stop = new Thread(
                () -> {
                    if (starting.failed()) {
                        return; // stopped itself, and was told
                    }
                    try {
                        // not composed: a Future of a context is not told any more once its event loop is gone
                        var stopped = starting.toCompletionStage()
                                .thenCompose(broker -> broker.stop().toCompletionStage());
                        stopped.toCompletableFuture().get(grace.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (TimeoutException late) {
                        err.println("Angarium stopped before all was settled: the grace period is over");
                    } catch (ExecutionException failed) {
                        err.println("Angarium stopped uncleanly: " + reason(failed.getCause()));
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                },
                "angarium-stop");
        Runtime.getRuntime().addShutdownHook(stop);
    }

    private int complain(int code, String message) {
        err.println(message.stripTrailing());
        return code;
    }

    /** A refusal explains itself; anything else is a defect or a lost resource and needs its type. */
    private static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return "for an unknown reason";
        }
        return failure instanceof StartRefused || failure instanceof HttpVerticle.ListenRefused
                ? String.valueOf(failure.getMessage())
                : failure.toString();
    }

    private Optional<Path> confFile() {
        if (conf != null) {
            return Optional.of(conf);
        }
        return Files.exists(DEFAULT_CONF) ? Optional.of(DEFAULT_CONF) : Optional.empty();
    }

    /** Two nodes on one machine differ, and so do two lives of one node. */
    private String nodeName() {
        var suffix = new byte[NAME_BYTES];
        random.nextBytes(suffix);
        return hostName().replaceAll("[^A-Za-z0-9.-]", "-") + "-"
                + HexFormat.of().formatHex(suffix);
    }

    /** No look-up by DNS, which may hang. */
    private String hostName() {
        var name = environment.getOrDefault("HOSTNAME", "");
        try {
            return name.isBlank() ? Files.readString(KERNEL_HOST_NAME).strip() : name;
        } catch (IOException notLinux) {
            return "node";
        }
    }

    /** The manifest's version. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"angarium " + (version == null ? "(not packaged)" : version)};
        }
    }
}
