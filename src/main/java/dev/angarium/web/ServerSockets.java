package dev.angarium.web;

import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.settings.ServerSettings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import java.util.Set;

/** Vert.x' server options out of our settings. */
public final class ServerSockets {
    private static final Log LOG = Log.of(ServerSockets.class);
    private static final int BACKLOG = 4096;
    /** Several verticle instances share a free port only where Vert.x is asked for it this way. */
    private static final int SHARED_FREE_PORT = -1;

    private ServerSockets() {}

    /** The public port, with TLS where a certificate is set. */
    public static HttpServerOptions main(ServerSettings settings) {
        var options = plain(settings.host(), settings.port());
        settings.tlsCert().ifPresent(cert -> options.setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(cert.toString())
                        .setKeyPath(settings.tlsKey().orElseThrow().toString()))
                .setSslEngineOptions(engine())
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3")));
        return options;
    }

    /** The management port, always in clear: it belongs into the cluster's own network. */
    public static HttpServerOptions management(ServerSettings settings) {
        return plain(settings.host(), settings.managementPort().orElseThrow());
    }

    private static HttpServerOptions plain(String host, int port) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port == 0 ? SHARED_FREE_PORT : port)
                .setAcceptBacklog(BACKLOG)
                .setUseAlpn(false)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setMaxInitialLineLength(HttpLimits.LINE_BYTES)
                .setMaxHeaderSize(HttpLimits.HEADER_BYTES)
                .setMaxChunkSize(HttpLimits.CHUNK_BYTES)
                .setMaxFormFields(HttpLimits.FORM_FIELDS)
                .setMaxFormAttributeSize(HttpLimits.FORM_FIELD_BYTES)
                .setHandle100ContinueAutomatically(false);
    }

    private static SSLEngineOptions engine() {
        if (OpenSSLEngineOptions.isAvailable()) {
            return new OpenSSLEngineOptions();
        }
        LOG.warn("TLS runs on the JDK: tcnative is not available here", Fields.of());
        return new JdkSSLEngineOptions();
    }
}
