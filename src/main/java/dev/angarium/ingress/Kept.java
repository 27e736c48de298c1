package dev.angarium.ingress;

import dev.angarium.event.Admission;
import dev.angarium.event.Draft;
import dev.angarium.event.EventId;
import dev.angarium.provider.json.JsonOut;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** The drafts of one request and what became of each, in the same order; none where all was ignored. */
record Kept(List<Draft> drafts, List<Admission> admissions) {
    private static final int BYTES_AN_EVENT = 80;

    int size() {
        return drafts.size();
    }

    /** What decides about the answer. */
    Admission worst() {
        var worst = admissions.get(0);
        for (var admission : admissions) {
            if (admission.httpStatus() > worst.httpStatus()) {
                worst = admission;
            }
        }
        return worst;
    }

    boolean isAllKnown() {
        for (var admission : admissions) {
            if (!(admission instanceof Admission.Duplicate)) {
                return false;
            }
        }
        return true;
    }

    /** The body of a 200: {@code {"status":"ok","events":[{id,sequence,duplicate}]}}. */
    Buffer answer() {
        var out = new JsonOut(32 + BYTES_AN_EVENT * size());
        out.beginObject().text("status", "ok").array("events");
        for (var admission : admissions) {
            if (admission instanceof Admission.Committed committed) {
                add(out, committed.id(), false);
            } else if (admission instanceof Admission.Duplicate duplicate) {
                add(out, duplicate.id(), true);
            }
        }
        return Buffer.buffer(out.endArray().endObject().bytes());
    }

    private static void add(JsonOut out, EventId id, boolean duplicate) {
        out.beginObject()
                .text("id", id.toString())
                .number("sequence", id.seq())
                .bool("duplicate", duplicate)
                .endObject();
    }
}
