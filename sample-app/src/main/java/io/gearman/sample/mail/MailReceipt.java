package io.gearman.sample.mail;

/**
 * Result of the function {@code mail}: the SMTP server has taken the message.
 *
 * @param to the recipient's address
 * @param messageId the message's {@code Message-ID} header
 */
public record MailReceipt(String to, String messageId) {}
