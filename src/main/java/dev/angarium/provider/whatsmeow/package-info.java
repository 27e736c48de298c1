/** Gateways around whatsmeow: wuzapi, Evolution Go and their like. */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.whatsmeow;
