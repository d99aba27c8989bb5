package io.gearman.sample.mail;

/**
 * Payload of the function {@code mail}.
 *
 * @param to the recipient's address
 * @param subject the subject line
 * @param text the plain text
 */
public record Mail(String to, String subject, String text) {}
