@org.jspecify.annotations.NullMarked
package dev.angarium.ingress.normalise;
