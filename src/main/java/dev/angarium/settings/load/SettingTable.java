package dev.angarium.settings.load;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every key there is, in the order in which the conf file, the docs and {@code --print-config} show them. */
public final class SettingTable {
    private static final List<Section> SECTIONS = List.of(
            new Section("The node", NodeKeys.NODE),
            new Section("The server", ServerKeys.SERVER),
            new Section("Keys and secrets", SecretKeys.SECURITY),
            new Section("The database", PipelineKeys.DATABASE),
            new Section("From the ingress into the log", PipelineKeys.PIPELINE),
            new Section("Deliveries and dead letters", DeliveryKeys.DELIVERY),
            new Section("The breaker of each instance and subscription", DeliveryKeys.BREAKER),
            new Section("Read models", DeliveryKeys.READ_MODELS),
            new Section("Retention", PipelineKeys.RETENTION),
            new Section("Instances that fall silent", NodeKeys.SILENCE),
            new Section("Rate limits", ServerKeys.RATES),
            new Section("Metrics", NodeKeys.METRICS),
            new Section("The simple message API", SecretKeys.SIMPLE_API),
            new Section("The default connections of the tenant `default`", SecretKeys.PROVIDERS));

    /** What stands together. */
    public record Section(String title, List<Setting<?>> settings) {}

    private SettingTable() {}

    public static List<Section> sections() {
        return SECTIONS;
    }

    public static List<Setting<?>> all() {
        return SECTIONS.stream()
                .<Setting<?>>flatMap(section -> section.settings().stream())
                .toList();
    }

    static Optional<Setting<?>> find(String key) {
        return all().stream()
                .filter(setting -> setting.key().equals(key))
                .<Setting<?>>map(setting -> setting)
                .findFirst();
    }

    /** Every key of the table. */
    static Set<String> keys() {
        return all().stream().map(Setting::key).collect(Collectors.toUnmodifiableSet());
    }

    /** True for a key of the table, an alias, or a secret's {@code _FILE}. */
    static boolean knows(String key) {
        return keys().contains(key) || key.equals(NodeKeys.ENVIRONMENT_ALIAS) || isFileOfSecret(key);
    }

    private static boolean isFileOfSecret(String key) {
        return key.endsWith(Setting.FILE_SUFFIX)
                && find(key.substring(0, key.length() - Setting.FILE_SUFFIX.length()))
                        .filter(Setting::secret)
                        .isPresent();
    }
}
