/** Z-API's callbacks. */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.zapi;
