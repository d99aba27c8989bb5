package io.gearman.sample.sms;

/**
 * Result of the function {@code sms}: the gateway has taken the message.
 *
 * @param id the gateway's number for the message
 * @param phone the recipient's number
 */
public record SmsReceipt(String id, String phone) {}
