package io.gearman.sample.signup;

import io.gearman.client.JobHandle;
import io.gearman.sample.mail.Mail;
import io.gearman.sample.sms.Sms;
import io.gearman.spring.annotation.GearmanFunction;

/** A typed client: each call submits a background job, since it asks for no more than the handle. Thread-safe. */
interface Notifications {

    @GearmanFunction("mail")
    JobHandle send(Mail mail);

    @GearmanFunction("sms")
    JobHandle send(Sms sms);
}
