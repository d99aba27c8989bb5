package io.gearman.sample.signup;

/**
 * The two jobs of a sign-up; {@code GET /jobs?handle=...} tells where each of them stands.
 *
 * @param mail handle of the mail's job
 * @param sms handle of the text message's job
 */
public record SignupAccepted(String mail, String sms) {}
