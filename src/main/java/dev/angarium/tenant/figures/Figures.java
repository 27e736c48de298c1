package dev.angarium.tenant.figures;

/**
 * How many there are, over all tenants.
 *
 * @param devices instances that stand for an account
 * @param connected those of which the provider said last that they are connected
 * @param webhooks active ones
 * @param disabled webhooks that their endpoint switched off, not their owner
 */
public record Figures(long devices, long connected, long webhooks, long disabled) {
    public static final Figures NONE = new Figures(0, 0, 0, 0);
}
