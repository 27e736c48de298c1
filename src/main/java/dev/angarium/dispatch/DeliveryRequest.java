package dev.angarium.dispatch;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * One POST, whole: nothing is added on the way but what HTTP itself needs.
 *
 * @param url checked again at connect time
 * @param timeout total deadline of the request, answer included
 */
public record DeliveryRequest(String url, MultiMap headers, Buffer body, Duration timeout) {}
