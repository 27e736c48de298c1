package dev.angarium.provider.signature;

import dev.angarium.provider.Webhook;
import java.util.List;

/**
 * Evolution signs in the way its owner has set up, so a connection lists the ways it accepts; one of them must hold. A
 * verdict other than accepted is that of the first way whose proof was sent.
 */
public final class EvolutionScheme implements Scheme {
    /** One of the ways. */
    @FunctionalInterface
    interface Check {
        Verdict verify(Webhook webhook);
    }

    private final List<Check> checks;

    EvolutionScheme(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    @Override
    public Verdict verify(Webhook webhook) {
        var worst = Verdict.ABSENT;
        for (var check : checks) {
            var verdict = check.verify(webhook);
            if (verdict.accepted()) {
                return verdict;
            }
            worst = worst == Verdict.ABSENT ? verdict : worst;
        }
        return worst;
    }
}
