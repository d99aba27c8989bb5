package io.gearman.sample.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A message as the embedded SMTP server received it.
 *
 * @param messageId its {@code Message-ID} header
 * @param from the sender
 * @param to the recipients
 * @param subject the subject line
 * @param text the plain text
 */
public record ReceivedMail(String messageId, String from, String to, String subject, String text) {

    static ReceivedMail of(MimeMessage message) {
        try {
            return new ReceivedMail(
                    message.getMessageID(),
                    InternetAddress.toString(message.getFrom()),
                    InternetAddress.toString(message.getRecipients(Message.RecipientType.TO)),
                    message.getSubject(),
                    String.valueOf(message.getContent()).replace("\r\n", "\n"));
        } catch (MessagingException unreadable) {
            throw new IllegalStateException("The SMTP server keeps a message that cannot be read", unreadable);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The SMTP server keeps a message that cannot be read", unreadable);
        }
    }
}
