package dev.angarium.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TidyTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");

    @Test
    void every_source_is_tidy() {
        var sources = Source.below(MAIN, TEST);

        assertThat(sources).hasSizeGreaterThan(50);
        assertThat(sources.stream().flatMap(it -> Tidiness.complaints(it).stream()))
                .isEmpty();
    }

    @Test
    void a_package_can_be_kept_in_mind() {
        assertThat(Tidiness.crowdedPackages(Source.below(MAIN))).isEmpty();
    }
}
