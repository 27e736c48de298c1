package dev.angarium.web.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.web.address.AddressRules;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlRulesTest {
    private final UrlRules rules = new UrlRules(new AddressRules(false));
    private final UrlRules open = new UrlRules(new AddressRules(true));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.1/",
                "https://0177.0.0.1/",
                "https://127.0.0.1./",
                "https://127.0.0.01/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[fc00::1]/",
                "https://[fd00:ec2::254]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/",
                "https://[::127.0.0.1]/",
                "https://[fe80::1%25eth0]/",
                "https://[::1]/",
                "https://100.64.0.1/",
                "https://192.0.0.1/",
                "https://198.18.0.1/",
                "https://240.0.0.1/",
                "https://169.254.169.254/latest",
                "https://localhost/",
                "https://LOCALHOST./",
                "https://a.localhost/",
                "https://metadata.google.internal/",
                "https://printer.local/",
                "https://intranet/",
                "https://user@example.com/",
                "https://user:pw@example.com/",
                "https://example.com@127.0.0.1/",
                "https://example.com\\@127.0.0.1/",
                "https://127.0.0.1\\.example.com/",
                "https://example.com#@127.0.0.1/",
                "https://１２７.0.0.1/",
                "https://127。0。0。1/",
                "https://exa\u00adple.com/",
                "https:///x",
                "https://",
                "https:example.com",
                "//example.com/",
                "example.com",
                "",
                "ftp://example.com/",
                "file:///etc/passwd",
                "gopher://example.com/",
                "http://example.com/",
                "https://example.com:0/",
                "https://example.com:65536/",
                "https://example.com:+80/",
                "https://example.com:/",
                "https://exa mple.com/",
                "https://example.com/a b",
                "https://example.com/\r\nHost: x",
                "https://example.com/\u0000",
                "https://.example.com/",
                "https://example..com/",
                "https://-a.example.com/",
                "https://[::1",
                "https://::1/",
                "https://[1.2.3.4]/",
                "https://1.2.3/",
                "https://1.2.3.4.5/",
                "https://example.0x1/",
                "https://256.1.1.1/"
            })
    void a_url_that_is_not_plainly_public_is_refused(String url) {
        assertThat(rules.problems(url)).as(url).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://EXAMPLE.com./hook?a=b@c",
                "https://example.com:8443/x%20y",
                "https://8.8.8.8/",
                "https://[2606:4700::1111]:444/",
                "https://a-b.c_d.example.co/",
                "https://xn--bcher-kva.example/",
                "https://example.com?x=1"
            })
    void a_public_https_url_is_fine(String url) {
        assertThat(rules.problems(url)).as(url).isEmpty();
    }

    @Test
    void private_targets_are_fine_where_they_are_allowed_but_spelled_plainly_all_the_same() {
        assertThat(open.problems("http://127.0.0.1:9000/hook")).isEmpty();
        assertThat(open.problems("http://localhost:9000/hook")).isEmpty();
        assertThat(open.problems("http://127.1/")).isNotEmpty();
        assertThat(open.problems("http://u@127.0.0.1/")).isNotEmpty();
    }

    @Test
    void a_target_keeps_path_and_query_as_written() {
        assertThat(Target.parse("https://EXAMPLE.com./a%2Fb?c=d&e"))
                .contains(new Target(true, "example.com", 443, "/a%2Fb?c=d&e"));
        assertThat(Target.parse("http://example.com?x")).contains(new Target(false, "example.com", 80, "/?x"));
    }

    @Test
    void headers_that_split_the_request_or_belong_to_the_client_are_refused() {
        assertThat(HeaderRules.problems(Map.of("X-A", "b", "Authorization", "Bearer x")))
                .isEmpty();
        for (var value : new String[] {"a\r\nb", "a\nb", "a\rb", "a\u0000b", "\u00e4", "x".repeat(2049)}) {
            assertThat(HeaderRules.problems(Map.of("X-A", value))).hasSize(1);
        }
        for (var name : new String[] {
            "",
            "a b",
            "a:b",
            "a\r\n",
            "hOsT",
            "Content-Length",
            "connection",
            "TE",
            "Upgrade",
            "Transfer-Encoding",
            "Trailer",
            "Keep-Alive",
            "Proxy-Authorization",
            "Expect"
        }) {
            assertThat(HeaderRules.problems(Map.of(name, "x"))).as(name).hasSize(1);
        }
    }
}
