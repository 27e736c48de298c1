@org.jspecify.annotations.NullMarked
package dev.angarium.provider.broker;
