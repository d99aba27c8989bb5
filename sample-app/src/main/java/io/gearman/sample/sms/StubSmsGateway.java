package io.gearman.sample.sms;

import io.gearman.sample.web.ProblemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Stands in for a telephone company: takes messages, keeps the newest. Thread-safe through the deque's monitor. */
@RestController
@RequestMapping("/sms-gateway/messages")
class StubSmsGateway {

    private static final int KEPT_MESSAGES = 1000;

    private final AtomicLong lastId = new AtomicLong();
    private final Deque<TakenMessage> messages = new ArrayDeque<>();

    record OfferedMessage(@Nullable String phone, @Nullable String text) {}

    record TakenMessage(String id, String phone, String text) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    SmsReceipt take(@RequestBody OfferedMessage offered) {
        if (offered.phone() == null || offered.phone().isBlank() || offered.text() == null) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "A message needs a phone and a text");
        }
        TakenMessage taken = new TakenMessage("sms-" + this.lastId.incrementAndGet(), offered.phone(), offered.text());
        synchronized (this.messages) {
            this.messages.addLast(taken);
            if (this.messages.size() > KEPT_MESSAGES) {
                this.messages.removeFirst();
            }
        }
        return new SmsReceipt(taken.id(), taken.phone());
    }

    @GetMapping
    List<TakenMessage> messages() {
        synchronized (this.messages) {
            return List.copyOf(this.messages);
        }
    }
}
