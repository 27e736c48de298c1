/** The simple message API: one flat message a request, every broken field named. */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.simple;
