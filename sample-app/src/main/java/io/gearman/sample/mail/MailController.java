package io.gearman.sample.mail;

import com.icegreen.greenmail.util.GreenMail;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what the embedded SMTP server has received; not there when another SMTP server is configured. */
@RestController
@ConditionalOnBooleanProperty(name = "app.mail.embedded", matchIfMissing = true)
class MailController {

    private final GreenMail server;

    MailController(GreenMail server) {
        this.server = server;
    }

    @GetMapping("/mails")
    List<ReceivedMail> mails() {
        return Arrays.stream(this.server.getReceivedMessages())
                .map(ReceivedMail::of)
                .toList();
    }
}
