package io.gearman.spring.boot.autoconfigure;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.embedded.EmbeddedJobDatabase;
import io.gearman.server.store.jdbc.JdbcJobDatabase;
import io.gearman.server.store.memory.MemoryJobStore;
import io.gearman.server.store.redis.RedisJobDatabase;
import io.gearman.spring.boot.autoconfigure.GearmanStoreProperties.Type;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.ClassUtils;

/** Makes the store that the properties ask for. What a store needs is loaded only if that store is asked for. */
final class JobStores {

    private JobStores() {}

    static JobStore of(GearmanStoreProperties properties, ObjectProvider<DataSource> dataSources) {
        Path directory = properties.directory();
        if (directory != null && properties.type() != Type.EMBEDDED) {
            throw new InvalidConfigurationPropertyValueException(
                    "gearman.server.store.directory",
                    directory,
                    "Only an embedded store has a directory: set gearman.server.store.type to embedded.");
        }
        if (properties.shared() && properties.type() != Type.JDBC) {
            throw new InvalidConfigurationPropertyValueException(
                    "gearman.server.store.shared",
                    true,
                    "Only a database is shared by servers: set gearman.server.store.type to jdbc.");
        }
        return switch (properties.type()) {
            case MEMORY -> new MemoryJobStore();
            case EMBEDDED -> new BatchingJobStore(embedded(directory));
            case JDBC -> new BatchingJobStore(jdbc(properties, dataSources));
            case REDIS -> new BatchingJobStore(redis(properties.redis()));
        };
    }

    private static JobDatabase jdbc(GearmanStoreProperties properties, ObjectProvider<DataSource> dataSources) {
        JdbcJobDatabase database = JdbcStores.of(properties.jdbc(), dataSources);
        if (!properties.shared()) {
            return database;
        }
        try {
            return database.shared(properties.leaseTime());
        } catch (IllegalArgumentException ex) {
            throw new InvalidConfigurationPropertyValueException(
                    "gearman.server.store.lease-time", properties.leaseTime(), "At least a second is needed.", ex);
        }
    }

    private static JobDatabase embedded(@Nullable Path directory) {
        if (directory == null) {
            throw new InvalidConfigurationPropertyValueException(
                    "gearman.server.store.directory",
                    null,
                    "An embedded store needs a directory that no other program uses.");
        }
        require("org.sqlite.JDBC", "org.xerial:sqlite-jdbc");
        require("com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP");
        return new EmbeddedJobDatabase(directory);
    }

    private static JobDatabase redis(GearmanStoreProperties.Redis properties) {
        require("io.lettuce.core.RedisClient", "io.lettuce:lettuce-core");
        return new RedisJobDatabase(properties.uri(), properties.keyPrefix(), null);
    }

    static void require(String className, String artifact) {
        if (!ClassUtils.isPresent(className, null)) {
            throw new MissingStoreLibraryException(artifact);
        }
    }
}
