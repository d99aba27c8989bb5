package io.gearman.sample.mail;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code app.mail.*}.
 *
 * @param embedded whether an SMTP server runs inside the application; {@code false} sends to {@code spring.mail.host}
 * @param port the embedded SMTP server's port on the loopback address; 0 takes any free one
 * @param from the sender's address
 */
@ConfigurationProperties("app.mail")
public record MailProperties(
        @DefaultValue("true") boolean embedded,
        @DefaultValue("0") int port,
        @DefaultValue("welcome@sample.example") String from) {}
