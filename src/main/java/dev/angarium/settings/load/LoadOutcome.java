package dev.angarium.settings.load;

import dev.angarium.settings.Settings;
import java.util.List;

/** What became of everything an operator set. */
public sealed interface LoadOutcome {
    /**
     * All of it holds.
     *
     * @param warnings one line each
     * @param effective every key of the table, in its order
     */
    record Loaded(Settings settings, List<String> warnings, List<Effective> effective) implements LoadOutcome {
        public Loaded {
            warnings = List.copyOf(warnings);
            effective = List.copyOf(effective);
        }

        /** One {@code KEY=value  # origin} a line, secrets masked: what {@code --print-config} prints. */
        public String print() {
            var text = new StringBuilder();
            for (var it : effective) {
                text.append("%-52s # %s%n".formatted(it.key() + "=" + it.shown(), it.origin()));
            }
            return text.toString();
        }
    }

    /** None of it counts: everything that is wrong, one line each. */
    record Refused(List<String> problems) implements LoadOutcome {
        public Refused {
            problems = List.copyOf(problems);
        }

        /** The one message that stops the start. */
        public String print() {
            return "Angarium cannot start with these settings:%n  - %s%n"
                    .formatted(String.join("%n  - ".formatted(), problems));
        }
    }
}
