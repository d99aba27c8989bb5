package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.CANT_DO;
import static io.gearman.protocol.PacketType.CAN_DO;
import static io.gearman.protocol.PacketType.SUBMIT_JOB;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_BG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** What peers may make the engine keep. */
class LimitsTest {

    private static EngineFixture server(EngineLimits limits) {
        return new EngineFixture(EngineFixture.options(-1, 0, limits));
    }

    @Test
    void newFunctionTakesThePlaceOfOneThatNobodyUses() {
        EngineFixture server = server(new EngineLimits(3, 512, 1024, 0, Long.MAX_VALUE));
        TestPeer client = server.client();
        TestPeer worker = server.worker("done", "worked");
        client.submit("done");
        worker.complete(worker.grab());
        worker.send(CANT_DO, "done");
        client.submitBackground("queued");

        client.submitBackground("new");

        assertThat(server.administration().functions())
                .extracting(FunctionStatus::name)
                .containsExactlyInAnyOrder("worked", "queued", "new");
        assertThat(client.ask(SUBMIT_JOB_BG, "more", "", "p"))
                .isEqualTo("ERROR TOO_MANY_FUNCTIONS The job server has 3 functions in use and takes no more");
        assertThat(worker.ask(CAN_DO, "more")).startsWith("ERROR TOO_MANY_FUNCTIONS");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> server.administration().createFunction("more"));
        assertThat(client.ask(SUBMIT_JOB_BG, "queued", "", "p")).startsWith("JOB_CREATED");
    }

    @Test
    void functionWithLimitsOfItsOwnIsKept() {
        EngineFixture server = server(new EngineLimits(2, 512, 1024, 0, Long.MAX_VALUE));
        server.administration().createFunction("limited");
        server.administration().setMaxQueue("limited", 1, 1, 1);

        for (int i = 0; i < 100; i++) {
            server.administration().createFunction("f" + i);
        }

        assertThat(server.administration().functions())
                .extracting(FunctionStatus::name)
                .containsExactlyInAnyOrder("limited", "f99");
    }

    @Test
    void nameThatIsTooLongIsRefused() {
        TestPeer peer = server(new EngineLimits(10, 5, 1024, 0, Long.MAX_VALUE)).client();

        assertThat(peer.ask(SUBMIT_JOB, "sixsix", "", "p"))
                .isEqualTo("ERROR ARGUMENT_TOO_LARGE Function name too large (6 bytes, at most 5)");
        assertThat(peer.ask(CAN_DO, "sixsix")).startsWith("ERROR ARGUMENT_TOO_LARGE");
        assertThat(peer.submit("fives")).isEqualTo("H:1");
    }

    @Test
    void connectionThatCanDoTooMuchIsRefusedOneMoreFunction() {
        EngineFixture server = server(new EngineLimits(10, 512, 2, 0, Long.MAX_VALUE));
        TestPeer worker = server.worker("a", "b");

        assertThat(worker.ask(CAN_DO, "c")).startsWith("ERROR TOO_MANY_FUNCTIONS A connection can do at most 2");

        worker.canDo("b");
        assertThat(worker.received()).isEmpty();
        assertThat(server.worker("c").received()).isEmpty();
    }

    @Test
    void everyFunctionHasTheLimitOfTheServerUntilItGetsOneOfItsOwn() {
        EngineFixture server = server(new EngineLimits(10, 512, 10, 2, Long.MAX_VALUE));
        TestPeer client = server.client();
        client.submitBackground("f");
        client.submitBackground("f");

        assertThat(client.ask(SUBMIT_JOB_BG, "f", "", "p")).isEqualTo("ERROR QUEUE_ERROR Job queue is full");

        server.administration().setMaxQueue("f", 0, 3, 0);
        client.submitBackground("f");
        assertThat(client.ask(SUBMIT_JOB_BG, "f", "", "p")).isEqualTo("ERROR QUEUE_ERROR Job queue is full");
        client.submitBackground("g");
    }

    @Test
    void noJobIsTakenWhenMemoryIsFullAndJobsAreTakenAgainWhenThereIsRoom() {
        EngineFixture server = server(new EngineLimits(10, 512, 10, 0, 10_000));
        TestPeer client = server.client();
        String handle = created(client.ask(SUBMIT_JOB, "f", "", "x".repeat(9000)));

        assertThat(client.ask(SUBMIT_JOB, "f", "", "x".repeat(1000)))
                .startsWith("ERROR QUEUE_ERROR The job server's memory is full (92")
                .endsWith(" of 10000 bytes); try again later");
        client.submit("f");
        TestPeer worker = server.worker("f");
        assertThat(worker.grab()).isEqualTo(handle);
        worker.complete(handle);
        worker.complete(worker.grab());
        client.received();

        assertThat(client.ask(SUBMIT_JOB, "f", "", "x".repeat(9000))).startsWith("JOB_CREATED");
    }

    @Test
    void backgroundJobsLeaveAnEighthOfTheMemoryToCallersWhoWait() {
        EngineFixture server = server(new EngineLimits(10, 512, 10, 0, 10_000));
        TestPeer client = server.client();
        client.submitBackground("f");

        assertThat(client.ask(SUBMIT_JOB_BG, "g", "", "x".repeat(8600))).startsWith("ERROR QUEUE_ERROR");
        assertThat(client.ask(SUBMIT_JOB, "g", "", "x".repeat(8600))).startsWith("JOB_CREATED");
    }

    @Test
    void whatIsInTheBuffersOfConnectionsCounts() {
        EngineFixture server = server(new EngineLimits(10, 512, 10, 0, 10_000));
        TestPeer client = server.client();
        server.engine.setBufferedBytes(10_000);
        assertThat(client.ask(SUBMIT_JOB_BG, "f", "", "payload")).startsWith("ERROR QUEUE_ERROR");

        server.engine.setBufferedBytes(0);

        client.submitBackground("f");
    }

    @Test
    void clientsOfOneJobCountToo() {
        EngineFixture server = server(new EngineLimits(10, 512, 10, 0, 10_000));
        TestPeer client = server.client();
        int taken = 0;
        while (client.ask(SUBMIT_JOB, "f", "same", "payload").startsWith("JOB_CREATED")) {
            taken++;
        }
        assertThat(taken).isBetween(100, 1000);

        client.disconnect();

        server.client().submit("f");
    }

    private static String created(String reply) {
        assertThat(reply).startsWith("JOB_CREATED ");
        return reply.substring("JOB_CREATED ".length());
    }
}
