package io.gearman.sample.mail;

import io.gearman.spring.annotation.GearmanFunction;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** Sends mail. Thread-safe: every call builds its own message. */
@Component
class MailWorker {

    private final JavaMailSender sender;
    private final MailProperties properties;

    MailWorker(JavaMailSender sender, MailProperties properties) {
        this.sender = sender;
        this.properties = properties;
    }

    /** Returns only once the SMTP server has taken the message; whatever it throws fails the job. */
    @GearmanFunction("mail")
    MailReceipt send(Mail mail) throws MessagingException {
        MimeMessage message = this.sender.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(message, "UTF-8");
        helper.setFrom(this.properties.from());
        helper.setTo(mail.to());
        helper.setSubject(mail.subject());
        helper.setText(mail.text());
        this.sender.send(message);
        return new MailReceipt(mail.to(), message.getMessageID());
    }
}
