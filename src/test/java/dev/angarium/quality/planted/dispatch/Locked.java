package dev.angarium.quality.planted.dispatch;

import java.util.concurrent.locks.ReentrantLock;

/** Planted. */
final class Locked {
    private final ReentrantLock lock = new ReentrantLock();

    synchronized void enter() {
        lock.lock();
    }
}
