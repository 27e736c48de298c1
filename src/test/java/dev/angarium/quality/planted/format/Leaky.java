package dev.angarium.quality.planted.format;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Planted. */
final class Leaky {
    Future<String> read(Path path) throws IOException {
        return Future.succeededFuture(Files.readString(path));
    }
}
