package io.gearman.sample.sms;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code app.sms.*}.
 *
 * @param gatewayUrl the gateway's base address; by default the stub inside this application
 */
@ConfigurationProperties("app.sms")
public record SmsProperties(@Nullable URI gatewayUrl) {}
