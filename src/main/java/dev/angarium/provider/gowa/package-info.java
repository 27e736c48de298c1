/** GOWA (go-whatsapp-web-multidevice). */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.gowa;
