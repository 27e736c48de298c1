package dev.angarium.provider;

/**
 * What is wrong with one field.
 *
 * @param path of the field; empty for the body as a whole
 * @param problem in words, without the value
 */
public record FieldProblem(String path, String problem) {}
