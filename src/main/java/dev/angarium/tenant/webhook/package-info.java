/** Webhooks as their owners see them: checked, kept, shown, rotated, paused. The pipeline knows them as subscriptions. */
@org.jspecify.annotations.NullMarked
package dev.angarium.tenant.webhook;
