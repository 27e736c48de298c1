package dev.angarium.event;

import io.vertx.core.Future;
import java.util.List;

/** Where drafts go to become events. */
public interface EventSink {
    /**
     * Numbers, dedupes and commits the drafts of one request, which may belong to several instances; the order of one
     * instance's drafts is kept.
     *
     * @return one admission per draft, in the same order, once every one is settled; on the caller's context
     */
    Future<List<Admission>> submit(List<Draft> drafts);
}
