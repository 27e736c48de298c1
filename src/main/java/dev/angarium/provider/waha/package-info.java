/** WAHA (WhatsApp HTTP API), whichever engine runs below it. */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.waha;
