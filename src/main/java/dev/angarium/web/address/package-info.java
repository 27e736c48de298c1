/** Internet addresses as numbers: blocks, what an outgoing call may reach, who a proxy speaks for. Pure, no DNS. */
@org.jspecify.annotations.NullMarked
package dev.angarium.web.address;
