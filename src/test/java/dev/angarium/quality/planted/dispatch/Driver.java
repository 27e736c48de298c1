package dev.angarium.quality.planted.dispatch;

import io.vertx.sqlclient.Row;

/** Planted. */
final class Driver {
    String read(Row row) {
        return row.getString(0);
    }
}
