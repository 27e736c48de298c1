package dev.angarium.web.client;

import dev.angarium.web.address.AddressRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a URL must be at registration. Looks at the text only; at connect time the resolved address counts. */
public final class UrlRules {
    private static final Set<String> PRIVATE_NAMES = Set.of("localhost", "local", "internal", "localdomain", "lan");
    private static final String HOME = ".home.arpa";

    private final AddressRules addresses;

    public UrlRules(AddressRules addresses) {
        this.addresses = addresses;
    }

    /** Nothing where the URL may be called. */
    public List<String> problems(String url) {
        if (url.indexOf('@') >= 0 && url.indexOf('@') < endOfAuthority(url)) {
            return List.of("must not contain a user or password");
        }
        return Target.parse(url)
                .map(this::problems)
                .orElse(List.of("must be an absolute https URL with a plainly written host and no fragment"));
    }

    private List<String> problems(Target target) {
        var problems = new ArrayList<String>();
        if (addresses.allowsPrivate()) {
            return problems;
        }
        if (!target.tls()) {
            problems.add("must be https");
        }
        target.literal()
                .ifPresentOrElse(
                        address -> {
                            if (!addresses.allows(address)) {
                                problems.add("must not be a private or reserved address");
                            }
                        },
                        () -> {
                            if (isPrivateName(target.host())) {
                                problems.add("must not be a private name");
                            }
                        });
        return problems;
    }

    private static boolean isPrivateName(String host) {
        var last = host.substring(host.lastIndexOf('.') + 1);
        return host.indexOf('.') < 0 || PRIVATE_NAMES.contains(last) || host.endsWith(HOME);
    }

    private static int endOfAuthority(String url) {
        var start = url.indexOf("//") + 2;
        for (var at = start; at < url.length(); at++) {
            if ("/?#".indexOf(url.charAt(at)) >= 0) {
                return at;
            }
        }
        return url.length();
    }
}
