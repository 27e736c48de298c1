/** Which reader reads which provider. Apart from {@code provider}, so that the readers may depend on that and no cycle is made. */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.registry;
