/** The rules that every class and every source file keeps, and the violations planted to prove that they bite. */
@org.jspecify.annotations.NullMarked
package dev.angarium.quality;
