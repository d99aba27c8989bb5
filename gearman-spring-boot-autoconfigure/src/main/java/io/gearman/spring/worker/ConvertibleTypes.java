package io.gearman.spring.worker;

import io.gearman.spring.converter.PayloadConverter;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Refuses methods of which no job could succeed, since what they take or return cannot be converted; as far as that is known
 * before a job comes.
 *
 * @param converter says what can be converted
 * @param function the function that the method serves
 * @param description the method, for messages
 */
record ConvertibleTypes(PayloadConverter converter, String function, String description) {

    /** What may stand around the values that are converted; by name, since Reactor need not be there. */
    private static final Set<String> WRAPPERS = Set.of(
            Optional.class.getName(),
            CompletableFuture.class.getName(),
            CompletionStage.class.getName(),
            Stream.class.getName(),
            Iterator.class.getName(),
            "reactor.core.publisher.Flux",
            "reactor.core.publisher.Mono");

    void requireReadable(MethodParameter payload) {
        requireReadable(ResolvableType.forMethodParameter(payload));
    }

    void requireReadable(ResolvableType payload) {
        Class<?> type = bare(payload);
        if (!this.converter.canRead(type)) {
            throw refused("reads its payload as", type);
        }
    }

    void requireWritable(MethodParameter returned) {
        Class<?> type = bare(ResolvableType.forMethodParameter(returned));
        if (!this.converter.canWrite(type)) {
            throw refused("writes its result as", type);
        }
    }

    private MissingPayloadConverterException refused(String what, Class<?> type) {
        return new MissingPayloadConverterException(
                "Function '%s', served by %s: no converter %s %s, since there are only those for bytes and text"
                        .formatted(this.function, this.description, what, type.getName()));
    }

    private static Class<?> bare(ResolvableType type) {
        ResolvableType bare = type;
        while (WRAPPERS.contains(bare.toClass().getName())) {
            bare = bare.getGeneric(0);
        }
        return bare.toClass();
    }
}
