package dev.angarium.web.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private static final int RANDOM_ADDRESSES = 1_000_000;
    private static final long SEED = 20260101;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "::ffff:0:a00:1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "2001:0:4136:e378:8000:63bf:80ff:fffe",
                "2001:0:7f00:1::",
                "2001:db8::1",
                "2001:20::1",
                "3fff::1",
                "100::1",
                "5f00::1",
                "4000::1"
            })
    void an_address_that_is_not_public_is_refused(String text) {
        assertThat(new AddressRules(false).allows(bytes(text))).isFalse();
        assertThat(new AddressRules(true).allows(bytes(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "93.184.216.34",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "::ffff:8.8.8.8",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "2001:0:808:808:8000:63bf:f7f7:f7f7"
            })
    void a_public_address_is_allowed(String text) {
        assertThat(new AddressRules(false).allows(bytes(text))).isTrue();
    }

    /** The oracle knows addresses as numbers in ranges and nothing of blocks or bytes. */
    @Test
    void a_million_random_addresses_are_judged_as_by_an_independent_oracle() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (var turn = 0; turn < RANDOM_ADDRESSES; turn++) {
            var address = random(random, turn);
            assertThat(AddressRules.isPublic(address))
                    .as("seed %d: %s", SEED, Arrays.toString(address))
                    .isEqualTo(isPublic(new BigInteger(1, address), address.length == 4));
        }
    }

    private static byte[] random(RandomGenerator random, int turn) {
        var address = new byte[turn % 2 == 0 ? 4 : 16];
        random.nextBytes(address);
        if (address.length == 16) {
            var starts = List.of("", "::", "::ffff:0:0", "64:ff9b::", "2002::", "2001::", "2001:db8::", "fc00::");
            var start = starts.get(random.nextInt(starts.size()));
            if (!start.isEmpty()) {
                var keep = start.endsWith("::") && start.length() < 7 && !start.equals("::") ? 2 : 12;
                System.arraycopy(bytes(start), 0, address, 0, keep);
            }
        }
        return address;
    }

    private record Range(BigInteger first, BigInteger last) {
        boolean has(BigInteger number) {
            return number.compareTo(first) >= 0 && number.compareTo(last) <= 0;
        }
    }

    private static final List<Range> PRIVATE_V4 = List.of(
            v4("0.0.0.0", "0.255.255.255"),
            v4("10.0.0.0", "10.255.255.255"),
            v4("100.64.0.0", "100.127.255.255"),
            v4("127.0.0.0", "127.255.255.255"),
            v4("168.63.129.16", "168.63.129.16"),
            v4("169.254.0.0", "169.254.255.255"),
            v4("172.16.0.0", "172.31.255.255"),
            v4("192.0.0.0", "192.0.0.255"),
            v4("192.0.2.0", "192.0.2.255"),
            v4("192.88.99.0", "192.88.99.255"),
            v4("192.168.0.0", "192.168.255.255"),
            v4("198.18.0.0", "198.19.255.255"),
            v4("198.51.100.0", "198.51.100.255"),
            v4("203.0.113.0", "203.0.113.255"),
            v4("224.0.0.0", "255.255.255.255"));
    private static final Range GLOBAL = v6("2000", 3);
    private static final List<Range> PRIVATE_V6 = List.of(v6("2001", 23), v6("20010db8", 32), v6("3fff", 20));
    private static final Range TEREDO = v6("20010000", 32);
    private static final Range SIX_TO_FOUR = v6("2002", 16);
    private static final List<Range> ENDS_IN_V4 = List.of(
            v6("0".repeat(24), 96),
            v6("0".repeat(20) + "ffff", 96),
            v6("0".repeat(16) + "ffff0000", 96),
            v6("0064ff9b" + "0".repeat(16), 96));

    private static boolean isPublic(BigInteger number, boolean v4) {
        if (v4) {
            return PRIVATE_V4.stream().noneMatch(range -> range.has(number));
        }
        if (ENDS_IN_V4.stream().anyMatch(range -> range.has(number))) {
            return isPublic(bits(number, 0), true);
        }
        if (SIX_TO_FOUR.has(number)) {
            return isPublic(bits(number, 80), true);
        }
        if (TEREDO.has(number)) {
            var client = bits(number, 0).xor(BigInteger.valueOf(0xFFFFFFFFL));
            return isPublic(bits(number, 64), true) && isPublic(client, true);
        }
        return GLOBAL.has(number) && PRIVATE_V6.stream().noneMatch(range -> range.has(number));
    }

    private static BigInteger bits(BigInteger number, int shift) {
        return number.shiftRight(shift).and(BigInteger.valueOf(0xFFFFFFFFL));
    }

    private static Range v4(String first, String last) {
        return new Range(v4(first), v4(last));
    }

    private static BigInteger v4(String text) {
        var number = BigInteger.ZERO;
        for (var part : text.split("\\.")) {
            number = number.multiply(BigInteger.valueOf(256)).add(new BigInteger(part));
        }
        return number;
    }

    /** The range that begins with these hexadecimal digits, of which so many bits count. */
    private static Range v6(String digits, int bits) {
        var first = new BigInteger(digits, 16).shiftLeft(128 - digits.length() * 4);
        var size = BigInteger.ONE.shiftLeft(128 - bits);
        return new Range(first, first.add(size).subtract(BigInteger.ONE));
    }

    private static byte[] bytes(String text) {
        return Literals.parse(text).orElseThrow();
    }
}
