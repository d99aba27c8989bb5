package io.gearman.sample.sms;

import io.gearman.spring.annotation.GearmanFunction;
import org.springframework.stereotype.Component;

/** Sends text messages. Thread-safe. */
@Component
class SmsWorker {

    private final SmsGateway gateway;

    SmsWorker(SmsGateway gateway) {
        this.gateway = gateway;
    }

    @GearmanFunction("sms")
    SmsReceipt send(Sms sms) {
        return this.gateway.send(sms);
    }
}
