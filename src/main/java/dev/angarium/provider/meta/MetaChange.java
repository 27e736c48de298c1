package dev.angarium.provider.meta;

import dev.angarium.provider.ContentHash;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Phones;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;

/** One change of an entry: what its elements have in common. */
record MetaChange(Json entry, Json change) {
    Json value() {
        return change.get("value");
    }

    String field() {
        return change.get("field").text();
    }

    String phoneNumberId() {
        return value().get("metadata").get("phone_number_id").scalar();
    }

    /** The contact that the element speaks of: by number or by user id; with a single contact, that one. */
    Json contact(String id, String userId) {
        var contacts = value().get("contacts");
        for (var contact : contacts) {
            if (names(contact, id) || names(contact, userId)) {
                return contact;
            }
        }
        return contacts.size() == 1 && id.isEmpty() ? contacts.at(0) : Json.MISSING;
    }

    private static boolean names(Json contact, String id) {
        return !id.isEmpty()
                && (contact.get("wa_id").scalar().equals(id)
                        || contact.get("user_id").scalar().equals(id));
    }

    /** Another party of an element: its name, number and further ids. */
    void describe(Origin origin, String id, String userId) {
        var contact = contact(id, userId);
        origin.alternate(userId)
                .alternate(contact.get("wa_id").scalar())
                .alternate(contact.get("user_id").scalar())
                .alternate(contact.get("parent_user_id").scalar());
        origin.phone(Phones.ofDigits(id));
    }

    String nameOf(String id, String userId) {
        var profile = contact(id, userId).get("profile");
        return profile.either("name", "username").text();
    }

    /** Kept under Meta's own name, without a message id. */
    ProviderEvent own(Json element) {
        var name = field().isEmpty() ? "change" : field();
        var time = entry.get("time").scalar();
        var origin = new Origin("", Times.of(time));
        var content = new Content().with(Part.object("entryId", entry.get("id")));
        var key = ContentHash.of(element, name + '/' + entry.get("id").scalar(), time);
        return content.event(phoneNumberId(), key, ProviderEvent.ownType(name), origin, element.slice());
    }

    /** By the element's id, or by its content where Meta gives it none. */
    DedupeKey key(String kind, Json element) {
        var id = element.get("id").scalar();
        return id.isEmpty() ? ContentHash.of(element, kind, entry.get("time").scalar()) : new DedupeKey(kind, id);
    }
}
