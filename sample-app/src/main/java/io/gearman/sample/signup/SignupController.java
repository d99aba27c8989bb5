package io.gearman.sample.signup;

import io.gearman.client.JobHandle;
import io.gearman.sample.mail.Mail;
import io.gearman.sample.sms.Sms;
import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes sign-ups and leaves the slow part, mail and text message, to background jobs. */
@RestController
class SignupController {

    private final Notifications notifications;

    SignupController(Notifications notifications) {
        this.notifications = notifications;
    }

    @PostMapping("/signups")
    @ResponseStatus(HttpStatus.ACCEPTED)
    SignupAccepted signUp(@Valid @RequestBody Signup signup) {
        JobHandle mail = this.notifications.send(welcomeMail(signup));
        JobHandle sms = this.notifications.send(new Sms(signup.phone(), "Welcome, " + signup.name() + "!"));
        return new SignupAccepted(mail.toString(), sms.toString());
    }

    private static Mail welcomeMail(Signup signup) {
        return new Mail(
                signup.email(),
                "Welcome",
                "Hello " + signup.name() + ",\n\nthank you for signing up. We will call you at " + signup.phone()
                        + ".\n");
    }
}
