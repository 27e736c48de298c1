package dev.angarium.web.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {
    private static final int HEAD_MAX = 1024;
    private static final int DRAIN = 64;
    private static final int KEEP = 16;

    /** All that can be seen of what was read. */
    private record Seen(
            boolean over,
            boolean refused,
            int taken,
            int status,
            @Nullable String body,
            boolean whole,
            boolean leaves,
            List<String> names) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "HTTP/1.1 200\r\ncontent-LENGTH:2\r\n\r\nok",
                "HTTP/1.1 200 \r\nContent-Length: \t2 \r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\no\r\n01 ; c\r\nk\r\n0\r\nX-Sum: 1\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            })
    void an_answer_is_read_whole_and_leaves_its_connection(String answer) {
        var seen = seen(List.of(answer));
        assertThat(seen.taken).isEqualTo(answer.length());
        assertThat(seen.status).isEqualTo(200);
        assertThat(seen.body).isEqualTo("ok");
        assertThat(seen.whole).isTrue();
        assertThat(seen.leaves).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: x, close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: close, keep-alive\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nok"
            })
    void an_answer_that_ends_its_connection_is_still_whole(String answer) {
        var seen = seen(List.of(answer));
        assertThat(seen.body).isEqualTo("ok");
        assertThat(seen.whole).isTrue();
        assertThat(seen.leaves).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void a_status_without_a_body_ends_with_its_head(int status) {
        var head = "HTTP/1.1 " + status + " x\r\nContent-Length: 7\r\n\r\n";
        var seen = seen(List.of(head + "HTTP/1.1"));
        assertThat(seen.over).isTrue();
        assertThat(seen.taken).isEqualTo(head.length());
        assertThat(seen.leaves).isTrue();
    }

    @Test
    void an_answer_to_head_has_no_body() {
        var parser = new AnswerParser(HEAD_MAX, DRAIN);
        parser.start(KEEP, true);
        var bytes = bytes("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
        assertThat(parser.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        assertThat(parser.leavesConnection()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO YOU\r\n\r\n",
                "\r\nHTTP/1.1 200 OK\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.2 200 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
                "HTTP/1.1 101 Switching\r\n\r\n",
                "HTTP/1.1 200 O\rK\r\n\r\n",
                "HTTP/1.1 200 O\u0000K\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA b: c\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA : c\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: c\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void what_is_no_answer_is_refused(String bytes) {
        assertThat(seen(List.of(bytes)).refused).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "\r\n",
                "2\nok\n0\n\n",
                "2\r\nokay\r\n0\r\n\r\n",
                "0\r\nA: b\n\r\n\r\n",
                "fffffffffffffffff\r\n",
                ";x\r\n"
            })
    void wrong_chunks_break_the_body_off_but_leave_the_status(String body) {
        var seen = seen(List.of("HTTP/1.1 503 x\r\nTransfer-Encoding: chunked\r\n\r\n" + body));
        assertThat(seen.refused).isFalse();
        assertThat(seen.over).isTrue();
        assertThat(seen.status).isEqualTo(503);
        assertThat(seen.whole).isFalse();
        assertThat(seen.leaves).isFalse();
    }

    @Test
    void heads_and_trailers_have_one_limit() {
        var head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
        assertThat(seen(List.of(head + "A: " + "x".repeat(HEAD_MAX))).refused).isTrue();
        assertThat(seen(List.of("HTTP/1.1 100 x\r\n\r\n".repeat(HEAD_MAX / 10))).refused)
                .isTrue();
        var trailed = seen(List.of(head + "\r\n0\r\nA: " + "x".repeat(HEAD_MAX)));
        assertThat(trailed.over).isTrue();
        assertThat(trailed.whole).isFalse();
    }

    @Test
    void a_long_chunk_extension_breaks_the_body_off() {
        var head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;";
        assertThat(seen(List.of(head + "x".repeat(200))).over).isFalse();
        assertThat(seen(List.of(head + "x".repeat(300))).over).isTrue();
    }

    @Test
    void of_a_body_the_first_bytes_are_kept_and_the_rest_is_drained_up_to_a_limit() {
        var drained = seen(List.of("HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\n" + "x".repeat(64)));
        assertThat(drained.body).isEqualTo("x".repeat(KEEP));
        assertThat(drained.whole).isFalse();
        assertThat(drained.leaves).isTrue();
        var cut = seen(List.of("HTTP/1.1 200 OK\r\nContent-Length: 65\r\n\r\n" + "x".repeat(65)));
        assertThat(cut.over).isTrue();
        assertThat(cut.body).isEqualTo("x".repeat(KEEP));
        assertThat(cut.leaves).isFalse();
    }

    @Test
    void a_length_that_fills_the_limit_exactly_is_whole_where_all_of_it_is_kept() {
        var seen = seen(List.of("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n" + "x".repeat(16)));
        assertThat(seen.whole).isTrue();
        assertThat(seen.body).hasSize(16);
    }

    @Test
    void headers_are_found_in_any_case_and_all_of_them() {
        var parser = new AnswerParser(HEAD_MAX, DRAIN);
        parser.start(KEEP, false);
        var bytes = bytes("HTTP/1.1 200 OK\r\nA: 1\r\nB:\r\na:\t2 \r\nContent-Length: 0\r\n\r\n");
        parser.feed(bytes, 0, bytes.length);
        var headers = parser.answer().headers();
        assertThat(headers.get("a")).isEqualTo("1");
        assertThat(headers.getAll("A")).containsExactly("1", "2");
        assertThat(headers.get("b")).isEmpty();
        assertThat(headers.get("c")).isNull();
        assertThat(headers.names()).containsExactly("A", "B", "a", "Content-Length");
    }

    @Test
    void one_answer_leaves_nothing_behind_for_the_next() {
        var parser = new AnswerParser(HEAD_MAX, DRAIN);
        for (var answer : List.of(
                "HTTP/1.0 500 x\r\nConnection: close\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                "HTTP/1.1 204 x\r\nContent-Length: 3\r\n\r\n",
                "HTTP/1.1 200 x\r\nContent-Length: 2\r\n\r\nok")) {
            parser.start(KEEP, false);
            parser.feed(bytes(answer), 0, answer.length());
            assertThat(parser.isOver()).isTrue();
        }
        assertThat(parser.answer().body()).asString().isEqualTo("ok");
        assertThat(parser.answer().headers().names()).containsExactly("Content-Length");
        assertThat(parser.leavesConnection()).isTrue();
    }

    @Property(tries = 2000)
    void any_split_of_the_bytes_is_read_the_same(@ForAll("answers") String answer, @ForAll("cuts") List<Integer> cuts) {
        assertThat(seen(split(answer, cuts))).isEqualTo(seen(List.of(answer)));
    }

    @Property(tries = 2000)
    void random_bytes_are_read_without_a_throw_and_no_further_than_they_go(
            @ForAll("noise") String noise, @ForAll("cuts") List<Integer> cuts) {
        var seen = seen(split(noise, cuts));
        assertThat(seen.taken).isBetween(0, noise.length());
        assertThat(seen).isEqualTo(seen(List.of(noise)));
    }

    @Provide
    Arbitrary<String> answers() {
        var lines = Arbitraries.of(
                        "Content-Length: 5\r\n",
                        "Content-Length: 70\r\n",
                        "Transfer-Encoding: chunked\r\n",
                        "Connection: close\r\n",
                        "X-A: b\n",
                        "Broken\r\n",
                        "X-Long: " + "y".repeat(400) + "\r\n")
                .list()
                .ofMaxSize(4)
                .map(all -> String.join("", all));
        var start =
                Arbitraries.of("HTTP/1.1 200 OK\r\n", "HTTP/1.1 100 x\r\n\r\nHTTP/1.1 404 x\r\n", "HTTP/1.0 204 x\n");
        var body = Arbitraries.of(
                "hello",
                "5\r\nhello\r\n0\r\n\r\n",
                "5;q\r\nhello\r\n46\r\n" + "z".repeat(70) + "\r\n0\r\nT: r\r\n\r\nmore",
                "z".repeat(80),
                "");
        return Combinators.combine(start, lines, body).as((first, headers, rest) -> first + headers + "\r\n" + rest);
    }

    @Provide
    Arbitrary<String> noise() {
        var letters = Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(60);
        var start = Arbitraries.of(
                "",
                "HTTP/1.1 ",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        return Combinators.combine(start, letters).as(String::concat);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 40).list().ofMinSize(1).ofMaxSize(30);
    }

    private static List<String> split(String text, List<Integer> cuts) {
        var pieces = new ArrayList<String>();
        var from = 0;
        for (var turn = 0; from < text.length(); turn++) {
            var to = Math.min(text.length(), from + cuts.get(turn % cuts.size()));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    /** Feeds the pieces until the answer is over, then ends the connection. */
    private static Seen seen(List<String> pieces) {
        var parser = new AnswerParser(HEAD_MAX, DRAIN);
        parser.start(KEEP, false);
        var taken = 0;
        for (var piece : pieces) {
            var bytes = bytes(piece);
            taken += parser.feed(bytes, 0, bytes.length);
        }
        parser.end();
        if (!parser.hasHead()) {
            return new Seen(parser.isOver(), parser.isRefused(), taken, 0, null, false, false, List.of());
        }
        var answer = parser.answer();
        return new Seen(
                parser.isOver(),
                parser.isRefused(),
                taken,
                answer.status(),
                new String(answer.body(), ISO_8859_1),
                answer.whole(),
                parser.leavesConnection(),
                answer.headers().names());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
