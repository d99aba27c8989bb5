package io.gearman.sample.thumbnail;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code app.thumbnail.*}.
 *
 * @param maxSize the largest picture file that is taken
 * @param maxPixels the most pixels a picture may declare: a file of a few kilobytes can unpack to gigabytes
 * @param jobTimeout how long a thumbnail may take, waiting included
 */
@ConfigurationProperties("app.thumbnail")
public record ThumbnailProperties(
        @DefaultValue("20MB") DataSize maxSize,
        @DefaultValue("50000000") long maxPixels,
        @DefaultValue("60s") Duration jobTimeout) {}
