package dev.angarium.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each rule of tidiness is applied to a source planted against it, and to one just inside. */
class PlantedTidyTest {
    @Test
    void a_long_method_is_found() {
        assertThat(complaints("class A { void it() {\n" + "x();\n".repeat(39) + "} }"))
                .containsExactly("A.java:1 it has 41 lines");
        assertThat(complaints("class A { void it() {\n" + "x();\n".repeat(38) + "} }"))
                .isEmpty();
    }

    @Test
    void a_long_file_is_found() {
        assertThat(complaints("class A {}" + "\n// more".repeat(400))).containsExactly("A.java has 401 lines");
        assertThat(complaints("class A {}" + "\n// more".repeat(399))).isEmpty();
    }

    @Test
    void a_long_line_is_found() {
        assertThat(complaints("class A {}\n//" + "-".repeat(139))).containsExactly("A.java:2 has 141 columns");
        assertThat(complaints("class A {}\n//" + "-".repeat(138))).isEmpty();
    }

    @Test
    void many_parameters_are_found_but_a_record_may_have_them() {
        var seven = "int a, int b, int c, int d, int e, int f, int g";

        assertThat(complaints("class A { void it(" + seven + ") {} }")).containsExactly("A.java:1 it has 7 parameters");
        assertThat(complaints("class A { A(" + seven + ") {} }")).containsExactly("A.java:1 <init> has 7 parameters");
        assertThat(complaints("record A(" + seven + ") { A { } }")).isEmpty();
    }

    @Test
    void left_over_marks_are_found() {
        assertThat(complaints("class A {} // TO" + "DO later")).containsExactly("A.java:1 has a left-over mark");
        assertThat(complaints("@Dis" + "abled class A {}")).hasSize(1);
        assertThat(complaints("class A { Object a = new Unsupported" + "OperationException(); }"))
                .hasSize(1);
    }

    @Test
    void a_synchronized_block_is_found_outside_tests() {
        var text = "class A { void it() { synchronized (this) { } } }";

        assertThat(complaints(text)).containsExactly("A.java:1 synchronized block");
        assertThat(Tidiness.complaints(Source.of("src/test/java/A.java", text))).isEmpty();
    }

    @Test
    void a_crowded_package_is_found() {
        assertThat(Tidiness.crowdedPackages(files(16))).containsExactly("a has 16 files");
        assertThat(Tidiness.crowdedPackages(files(15))).isEmpty();
    }

    private static List<Source> files(int count) {
        return IntStream.rangeClosed(0, count)
                .mapToObj(it -> it == 0 ? "a/package-info.java" : "a/A" + it + ".java")
                .map(path -> Source.of(path, ""))
                .toList();
    }

    private static List<String> complaints(String text) {
        return Tidiness.complaints(Source.of("A.java", text));
    }
}
