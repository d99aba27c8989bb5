package io.gearman.sample.sms;

import java.net.URI;
import java.util.Objects;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Client of an HTTP gateway for text messages. Thread-safe. */
@Component
class SmsGateway {

    private final RestClient http;
    private final SmsProperties properties;
    private final Environment environment;

    SmsGateway(RestClient.Builder http, SmsProperties properties, Environment environment) {
        this.http = http.build();
        this.properties = properties;
        this.environment = environment;
    }

    /**
     * Hands a message over.
     *
     * @param sms the message
     * @return the gateway's receipt
     * @throws org.springframework.web.client.RestClientException if the gateway refuses the message or does not answer
     */
    SmsReceipt send(Sms sms) {
        SmsReceipt receipt =
                this.http.post().uri(messages()).body(sms).retrieve().body(SmsReceipt.class);
        return Objects.requireNonNull(receipt, "The gateway answered without a receipt");
    }

    /** Looked up for each call: the stub's port is known only once the web server listens. */
    private URI messages() {
        URI configured = this.properties.gatewayUrl();
        String base = configured != null
                ? configured.toString()
                : "http://127.0.0.1:" + this.environment.getRequiredProperty("local.server.port") + "/sms-gateway";
        return URI.create(base + "/messages");
    }
}
