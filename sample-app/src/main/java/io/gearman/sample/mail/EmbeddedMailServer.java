package io.gearman.sample.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * A real SMTP server inside the application, and the sender that talks to it. {@code app.mail.embedded=false} leaves
 * both out; Spring Boot then makes the sender from {@code spring.mail.*}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "app.mail.embedded", matchIfMissing = true)
class EmbeddedMailServer {

    private static final Logger logger = LoggerFactory.getLogger(EmbeddedMailServer.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String TIMEOUT_MILLIS = "5000";

    @Bean(destroyMethod = "stop")
    GreenMail greenMail(MailProperties properties) {
        GreenMail server = new GreenMail(new ServerSetup(properties.port(), LOOPBACK, ServerSetup.PROTOCOL_SMTP));
        server.start();
        logger.info("SMTP server listens on {}:{}", LOOPBACK, server.getSmtp().getPort());
        return server;
    }

    @Bean
    JavaMailSender mailSender(GreenMail server) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(LOOPBACK);
        sender.setPort(server.getSmtp().getPort());
        sender.getJavaMailProperties().put("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        sender.getJavaMailProperties().put("mail.smtp.timeout", TIMEOUT_MILLIS);
        return sender;
    }
}
