package dev.angarium.quality.planted.dispatch;

/** Planted. */
final class Shouter {
    void shout() {
        System.out.println("!");
        org.slf4j.LoggerFactory.getLogger(Shouter.class).warn("{}", "!");
    }
}
