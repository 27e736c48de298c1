/** The packaged node under attack from outside: bytes that are no request, bodies without end, crowds of connections. */
@org.jspecify.annotations.NullMarked
package dev.angarium.hostile;
