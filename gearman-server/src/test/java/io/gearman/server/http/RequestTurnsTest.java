package io.gearman.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The common begin of a pipeline on a clock of its own. */
class RequestTurnsTest {

    private static final String GET = "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n";

    private final HttpMemory memory = new HttpMemory(150);

    private final EmbeddedChannel channel = new EmbeddedChannel();

    /** What the handlers behind are told of a request that does not come to its end. */
    private Throwable told;

    /** The handlers behind are told that the client sends nothing more. */
    private boolean lastWord;

    RequestTurnsTest() {
        this.channel.freezeTime();
        HttpPipeline.begin(this.channel.pipeline(), 100, Duration.ofSeconds(30), this.memory);
        this.channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                RequestTurnsTest.this.told = cause;
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                RequestTurnsTest.this.lastWord |= event == ChannelInputShutdownEvent.INSTANCE;
            }
        });
        this.channel.pipeline().fireChannelActive();
    }

    @AfterEach
    void close() {
        this.channel.finishAndReleaseAll();
    }

    @Test
    void nextRequestComesWhenTheOneBeforeIsAnsweredAndTheClientIsNotReadMeanwhile() {
        send(GET.formatted("1") + GET.formatted("2") + GET.formatted("3"));
        assertThat(request()).isEqualTo("/1");
        assertThat(request()).isNull();
        assertThat(this.channel.config().isAutoRead()).isFalse();
        answer();
        assertThat(request()).isEqualTo("/2");
        answer();
        assertThat(request()).isEqualTo("/3");
        assertThat(this.channel.config().isAutoRead()).isTrue();
        assertThat(request()).isNull();
    }

    @Test
    void clientThatWaitsForItsAnswerIsReadSoThatItsLeavingIsSeen() {
        send(GET.formatted("1"));
        assertThat(this.channel.config().isAutoRead()).isTrue();
    }

    @Test
    void idleConnectionIsClosed() {
        pass(29);
        assertThat(this.channel.isOpen()).isTrue();
        pass(1);
        assertThat(this.channel.isOpen()).isFalse();
    }

    @Test
    void requestOfAByteNowAndThenIsCutOff() {
        for (char c : "GET /slow HTTP/1.1\r\nHost: aaaaaaaaaaaa".toCharArray()) {
            if (!this.channel.isOpen()) {
                break;
            }
            send(String.valueOf(c));
            pass(1);
        }
        assertThat(this.channel.isOpen()).isFalse();
        assertThat(request()).isNull();
    }

    @Test
    void bodyOfAByteNowAndThenIsCutOff() {
        send("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
        for (int i = 0; i < 29; i++) {
            send("x");
            pass(1);
        }
        assertThat(this.channel.isOpen()).isTrue();
        pass(1);
        assertThat(this.channel.isOpen()).isFalse();
        assertThat(request()).isNull();
        assertThat(this.told).isInstanceOf(PrematureChannelClosureException.class);
    }

    @Test
    void answerMayTakeLongAndThenTheTimeBeginsAnew() {
        send(GET.formatted("1"));
        pass(3600);
        assertThat(this.channel.isOpen()).isTrue();
        answer();
        pass(29);
        assertThat(this.channel.isOpen()).isTrue();
        pass(1);
        assertThat(this.channel.isOpen()).isFalse();
    }

    @Test
    void longAnswerIsWaitedForAsLongAsTheClientReadsIt() {
        send(GET.formatted("1"));
        answer();
        this.channel.pipeline().firstContext().write(Unpooled.wrappedBuffer(new byte[1000]));
        ChannelOutboundBuffer unsent = this.channel.unsafe().outboundBuffer();
        unsent.addFlush();
        for (int i = 0; i < 5; i++) {
            unsent.progress(100);
            pass(30);
            assertThat(this.channel.isOpen()).isTrue();
        }
        pass(30);
        assertThat(this.channel.isOpen()).isFalse();
    }

    @Test
    void bodyBeyondTheLimitIsRefusedByItsLengthAndTheNextRequestServed() {
        send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n");
        assertThat(sent()).startsWith("HTTP/1.1 413 ");
        send("x".repeat(101) + GET.formatted("next"));
        assertThat(request()).isEqualTo("/next");
        answer();
        assertThat(sent()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void chunksBeyondTheLimitAreRefused() {
        send("POST /large HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n" + "x".repeat(64) + "\r\n");
        assertThat(sent()).isEmpty();
        send("40\r\n" + "x".repeat(64) + "\r\n");
        assertThat(sent()).startsWith("HTTP/1.1 413 ");
        assertThat(request()).isNull();
    }

    @Test
    void bodiesAreCountedUntilTheyArePassedOnOrDropped() {
        String half = "POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: 80\r\n\r\n" + "x".repeat(40);
        send(half);
        assertThat(this.memory.used()).isEqualTo(40);
        send("x".repeat(40));
        assertThat(this.memory.used()).isZero();
        answer();
        send(half);
        assertThat(this.memory.used()).isEqualTo(40);
        this.channel.close();
        assertThat(this.memory.used()).isZero();
    }

    @Test
    void bodyThatIsTooMuchWithAllOthersIsRefused() {
        this.memory.take(100);
        send("POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\n" + "x".repeat(51));
        assertThat(sent()).startsWith("HTTP/1.1 503 ").contains("connection: close");
        assertThat(this.channel.isOpen()).isFalse();
        assertThat(this.memory.used()).isEqualTo(100);
        assertThat(request()).isNull();
    }

    @Test
    void answerOfALargeRequestWaitsForThoseBeforeIt() {
        send(GET.formatted("1") + "POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000000\r\n\r\n");
        assertThat(sent()).isEmpty();
        answer();
        assertThat(sent()).contains("HTTP/1.1 200 ").contains("HTTP/1.1 413 ");
    }

    @Test
    void clientThatAsksWhetherToSendIsToldTo() {
        send("POST /f HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        assertThat(sent()).startsWith("HTTP/1.1 100 ");
        send("abc");
        assertThat(request()).isEqualTo("/f");
        answer();
        assertThat(sent()).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource({"100-continue, 4000, 413", "200-ok, 3, 417"})
    void requestBehindARefusedExpectationIsServedInItsTurnHoweverLongItTakes(
            String expectation, int length, int status) {
        send("POST /refused HTTP/1.1\r\nHost: a\r\nExpect: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(expectation, length));
        assertThat(sent()).startsWith("HTTP/1.1 " + status);
        send(GET.formatted("1") + GET.formatted("2"));
        assertThat(request()).isEqualTo("/1");
        pass(3600);
        assertThat(this.channel.isOpen()).isTrue();
        assertThat(request()).isNull();
        answer();
        assertThat(request()).isEqualTo("/2");
    }

    @Test
    void lastWordOfAClientComesWhenAllItsRequestsAreAnswered() {
        send(GET.formatted("1") + GET.formatted("2"));
        closeInput();
        assertThat(request()).isEqualTo("/1");
        answer();
        assertThat(request()).isEqualTo("/2");
        assertThat(this.lastWord).isFalse();
        answer();
        this.channel.runPendingTasks();
        assertThat(this.lastWord).isTrue();
    }

    @Test
    void lastWordOfAClientThatWaitsForOneAnswerComesAtOnceSinceItHasMaybeGone() {
        send(GET.formatted("1"));
        closeInput();
        assertThat(this.lastWord).isTrue();
    }

    @Test
    void clientThatHasClosedItsSideIsDisconnectedIfItIsNotAnsweredForAMinute() {
        send(GET.formatted("1") + GET.formatted("2"));
        closeInput();
        pass(59);
        assertThat(this.channel.isOpen()).isTrue();
        pass(1);
        assertThat(this.channel.isOpen()).isFalse();
    }

    @Test
    void oldClientIsDisconnectedAfterItsAnswer() {
        send("GET /old HTTP/1.0\r\n\r\n");
        answer();
        assertThat(sent()).contains("connection: close");
        assertThat(this.channel.isOpen()).isFalse();
    }

    private void send(String bytes) {
        this.channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
    }

    private void closeInput() {
        this.channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    private void pass(long seconds) {
        this.channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        this.channel.runScheduledPendingTasks();
    }

    private String request() {
        FullHttpRequest request = this.channel.readInbound();
        if (request == null) {
            return null;
        }
        request.release();
        return request.decoderResult().isSuccess() ? request.uri() : null;
    }

    private void answer() {
        this.channel.writeOutbound(HttpAnswers.of(HttpResponseStatus.OK, "text/plain", "ok"));
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf part = this.channel.readOutbound(); part != null; part = this.channel.readOutbound()) {
            text.append(part.toString(StandardCharsets.ISO_8859_1));
            part.release();
        }
        return text.toString();
    }
}
