package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.GET_STATUS;
import static io.gearman.protocol.PacketType.GET_STATUS_UNIQUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever may not submit jobs of a function is not told that there are any. */
class StatusAccessTest {

    private final EngineFixture server = new EngineFixture();

    private final TestPeer everybody = this.server.client();

    private TestPeer web;

    @BeforeEach
    void connectWhoMayDoLess() {
        this.server.engine.setAccessPolicy(names -> new ClientOf("sms"));
        this.web = this.server.client();
        this.server.engine.trusted(this.everybody.connection);
    }

    @Test
    void handleOfAnotherFunctionIsUnknown() {
        String sms = this.everybody.submit("sms");
        String billing = this.everybody.submit("billing");

        assertThat(this.web.ask(GET_STATUS, sms)).isEqualTo("STATUS_RES " + sms + " 1 0 0 0");
        assertThat(this.web.ask(GET_STATUS, billing)).isEqualTo("STATUS_RES " + billing + " 0 0 0 0");
        assertThat(this.everybody.ask(GET_STATUS, billing)).isEqualTo("STATUS_RES " + billing + " 1 0 0 0");
    }

    @Test
    void uniqueOfAnotherFunctionIsUnknown() {
        this.everybody.submit("billing", "u");

        assertThat(this.web.ask(GET_STATUS_UNIQUE, "u")).isEqualTo("STATUS_RES_UNIQUE u 0 0 0 0 0");
        assertThat(this.everybody.ask(GET_STATUS_UNIQUE, "u")).isEqualTo("STATUS_RES_UNIQUE u 1 0 0 0 1");
    }

    @Test
    void uniqueIsFoundBehindThoseOfOtherFunctions() {
        this.everybody.submit("billing", "first");
        this.everybody.submit("sms", "first");
        this.everybody.submit("sms", "last");
        this.everybody.submit("billing", "last");

        assertThat(this.web.ask(GET_STATUS_UNIQUE, "first")).isEqualTo("STATUS_RES_UNIQUE first 1 0 0 0 1");
        assertThat(this.web.ask(GET_STATUS_UNIQUE, "last")).isEqualTo("STATUS_RES_UNIQUE last 1 0 0 0 1");
    }

    /** May submit jobs of one function and do nothing else. */
    private record ClientOf(String function) implements Access {

        @Override
        public boolean maySubmit(byte[] function) {
            return new String(function, StandardCharsets.UTF_8).equals(this.function);
        }

        @Override
        public boolean mayWork(byte[] function) {
            return false;
        }

        @Override
        public boolean mayRun(String command) {
            return false;
        }
    }
}
