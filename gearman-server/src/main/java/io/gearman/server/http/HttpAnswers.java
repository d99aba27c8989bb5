package io.gearman.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;

/** The answers that need no job and no numbers. Stateless. */
final class HttpAnswers {

    private static final String TEXT = "text/plain; charset=utf-8";

    private HttpAnswers() {}

    /** Makes an answer with a body of known length. */
    static FullHttpResponse of(HttpResponseStatus status, ByteBuf body) {
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return answer;
    }

    static FullHttpResponse of(HttpResponseStatus status, String contentType, String body) {
        FullHttpResponse answer = of(status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        return answer;
    }

    /** Makes an answer that tells a person what was wrong. */
    static FullHttpResponse refusal(HttpResponseStatus status, String reason) {
        return of(status, TEXT, reason + "\n");
    }

    static FullHttpResponse methodNotAllowed(String allowed) {
        FullHttpResponse answer =
                refusal(HttpResponseStatus.METHOD_NOT_ALLOWED, "The methods that are allowed here: " + allowed);
        answer.headers().set(HttpHeaderNames.ALLOW, allowed);
        return answer;
    }

    /** Makes the last answer to a client that does not speak HTTP, or whose head of a request is too long. */
    static FullHttpResponse undecodable(Throwable cause) {
        HttpResponseStatus status = HttpResponseStatus.BAD_REQUEST;
        if (cause instanceof TooLongHttpLineException) {
            status = HttpResponseStatus.REQUEST_URI_TOO_LONG;
        } else if (cause instanceof TooLongHttpHeaderException) {
            status = HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
        }
        FullHttpResponse answer = refusal(status, "This is no HTTP request: " + cause.getMessage());
        answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return answer;
    }

    /** Takes the path, still percent-encoded, out of the target of a request, which may be a whole URL. */
    static String path(String target) {
        int begin = 0;
        int scheme = target.indexOf("://");
        if (!target.startsWith("/") && scheme > 0) {
            begin = target.indexOf('/', scheme + 3);
            if (begin < 0) {
                return "/";
            }
        }
        int query = target.indexOf('?', begin);
        return query < 0 ? target.substring(begin) : target.substring(begin, query);
    }
}
