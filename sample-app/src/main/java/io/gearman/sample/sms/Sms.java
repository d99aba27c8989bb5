package io.gearman.sample.sms;

/**
 * Payload of the function {@code sms}.
 *
 * @param phone the recipient's number
 * @param text the message
 */
public record Sms(String phone, String text) {}
