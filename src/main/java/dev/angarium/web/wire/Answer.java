package dev.angarium.web.wire;

/**
 * What a peer answered.
 *
 * @param body its first bytes, at most as many as were to be kept
 * @param whole whether that is all of it
 */
public record Answer(int status, HeaderBlock headers, byte[] body, boolean whole) {}
