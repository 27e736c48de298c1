/**
 * What one step of a subscription's lane does: format, sign, attempt, judge the answer. Below it, what is left behind:
 * dead letters, attempts, and the jobs that deliver again.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.dispatch;
