package io.gearman.spring.client;

import io.gearman.spring.converter.PayloadConverter;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/**
 * Reads the data of a job.
 *
 * @param <T> the type of the elements
 * @param converter converts a part
 * @param type the type of the elements
 */
record PartReader<T>(PayloadConverter converter, ParameterizedTypeReference<T> type) {

    @Nullable
    T read(byte[] part) {
        return this.converter.fromBytes(part, this.type);
    }
}
