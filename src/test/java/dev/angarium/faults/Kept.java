package dev.angarium.faults;

import dev.angarium.harness.BrokerApi;
import dev.angarium.harness.BrokerDatabase;
import dev.angarium.history.History.Parked;
import dev.angarium.history.History.Received;
import dev.angarium.history.History.Row;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a broker keeps, in the words of a history: as its API tells it, and the log as it stands in the database. */
final class Kept {
    private static final String LOG =
            """
            select i.external_id, e.seq, convert_from(e.data, 'UTF8')::json ->> 'messageId'
            from event_log e join instance i on i.no = e.instance""";

    private final BrokerApi api;
    private final BrokerDatabase database;
    private final Map<String, String> subscriptions;
    private final Map<String, String> devices = new HashMap<>();

    /** Asks for the devices there are by now. The subscriptions are names by webhook id. */
    Kept(BrokerApi api, BrokerDatabase database, Map<String, String> subscriptions) {
        this.api = api;
        this.database = database;
        this.subscriptions = subscriptions;
        for (var device : api.pages("/v1/devices?limit=100")) {
            devices.put(device.getString("id"), device.getString("externalId"));
        }
    }

    /** The log as the API tells it. */
    List<Row> told() {
        var rows = new ArrayList<Row>();
        devices.forEach((id, external) -> {
            for (var event : api.pages("/v1/devices/" + id + "/events?limit=100")) {
                rows.add(new Row(
                        external,
                        event.getLong("sequence"),
                        event.getJsonObject("data").getString("messageId")));
            }
        });
        return rows;
    }

    /** The log as it stands in the database. */
    List<Row> stored() {
        return database.rows(LOG).stream()
                .map(row -> new Row(row.get(0), Long.parseLong(row.get(1)), row.get(2)))
                .toList();
    }

    static List<JsonObject> deadLetters(BrokerApi api) {
        return api.pages("/v1/dlq?limit=100");
    }

    List<Parked> parked() {
        return deadLetters(api).stream()
                .map(letter -> new Parked(
                        subscriptions.getOrDefault(letter.getString("webhookId"), ""),
                        devices.getOrDefault(letter.getString("instanceId"), ""),
                        letter.getLong("sequence"),
                        letter.getString("reason"),
                        letter.getJsonArray("attempts").size()))
                .toList();
    }

    /** A delivery names the device by its id; the history by the id the provider gave it. */
    Received named(Received got) {
        return new Received(
                got.subscription(),
                devices.getOrDefault(got.instance(), got.instance()),
                got.seq(),
                got.key(),
                got.bodyHash(),
                got.status(),
                got.from(),
                got.to());
    }
}
