@org.jspecify.annotations.NullMarked
package dev.angarium.web;
