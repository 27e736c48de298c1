package dev.angarium.settings.load;

import dev.angarium.settings.ServerSettings;
import dev.angarium.settings.Settings;
import dev.angarium.settings.value.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Environment over conf file over defaults. Never fails: whatever is wrong ends in {@link LoadOutcome.Refused}. */
public final class SettingsLoader {
    private static final long MOST_SECRET_BYTES = 64 << 10;

    private final Map<String, String> environment;
    private final String nodeName;

    /** @param nodeName INSTANCE_ID where none is set */
    public SettingsLoader(Map<String, String> environment, String nodeName) {
        this.environment = Map.copyOf(environment);
        this.nodeName = nodeName;
    }

    /** @param conf a file that must be readable */
    public LoadOutcome load(Optional<Path> conf) {
        var file = ConfFile.read(conf);
        var unreadable = new HashMap<String, String>();
        var values = new Values(gather(file, unreadable));
        unreadable.forEach(values::refuse);
        var settings = settings(values);
        var problems = Problems.of()
                .addAll(file.problems())
                .addAll(UnknownKeys.problems(environment.keySet(), file.given().keySet()))
                .addAll(values.problemsWith(settings.problems()))
                .list();
        return problems.isEmpty()
                ? new LoadOutcome.Loaded(settings, warnings(file, settings), values.effective())
                : new LoadOutcome.Refused(problems);
    }

    private static Settings settings(Values values) {
        return new Settings(
                NodeKeys.node(values),
                ServerKeys.server(values),
                PipelineKeys.database(values),
                SecretKeys.security(values),
                PipelineKeys.pipeline(values),
                DeliveryKeys.delivery(values),
                DeliveryKeys.breaker(values),
                PipelineKeys.retention(values),
                NodeKeys.silence(values),
                ServerKeys.rates(values),
                NodeKeys.metrics(values),
                SecretKeys.simpleApi(values),
                SecretKeys.providers(values),
                values.get(NodeKeys.PARTITIONS),
                values.get(DeliveryKeys.PROJECTIONS));
    }

    private List<String> warnings(ConfFile file, Settings settings) {
        return Problems.of()
                .addAll(UnknownKeys.warnings(environment.keySet(), file.given().keySet()))
                .addAll(settings.warnings())
                .list();
    }

    /** What was set, by key: the environment's, else the file's; secrets out of their files; the node's own choices. */
    private Map<String, Given> gather(ConfFile file, Map<String, String> unreadable) {
        var given = new HashMap<String, Given>();
        file.given().forEach((key, it) -> putUnlessBlank(given, key, it));
        environment.forEach((key, text) -> putUnlessBlank(given, key, new Given(text.strip(), Given.ENVIRONMENT)));
        SettingTable.all().stream()
                .filter(Setting::secret)
                .forEach(setting -> readSecret(setting.key(), given, unreadable));
        chooseEnvironment(given);
        given.putIfAbsent(NodeKeys.NAME.key(), new Given(nodeName, "made at start"));
        return given;
    }

    private static void putUnlessBlank(Map<String, Given> given, String key, Given it) {
        if (!it.text().isEmpty()) {
            given.put(key, it);
        }
    }

    private static void readSecret(String key, Map<String, Given> given, Map<String, String> unreadable) {
        var fileKey = key + Setting.FILE_SUFFIX;
        var path = given.get(fileKey);
        if (path == null) {
            return;
        }
        if (given.containsKey(key)) {
            unreadable.put(key, key + " and " + fileKey + " are both set");
            return;
        }
        var secret = read(path.text()).filter(text -> !text.isEmpty());
        secret.ifPresent(text -> given.put(key, new Given(text, path.origin() + ", " + fileKey)));
        if (secret.isEmpty()) {
            unreadable.put(key, key + " cannot be read from the file that " + fileKey + " names");
        }
    }

    private static Optional<String> read(String path) {
        try {
            var file = Path.of(path);
            return Files.size(file) > MOST_SECRET_BYTES
                    ? Optional.empty()
                    : Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** Keys are made and private addresses are open only where nobody said otherwise and nobody else can reach the node. */
    private static void chooseEnvironment(Map<String, Given> given) {
        var key = NodeKeys.ENVIRONMENT.key();
        var alias = given.get(NodeKeys.ENVIRONMENT_ALIAS);
        if (alias != null) {
            given.putIfAbsent(key, new Given(alias.text(), alias.origin() + ", " + NodeKeys.ENVIRONMENT_ALIAS));
        }
        var host = given.get(ServerKeys.HOST.key());
        var alone = host == null || ServerSettings.isLoopback(host.text());
        given.putIfAbsent(key, new Given(alone ? "dev" : "production", "default"));
    }
}
