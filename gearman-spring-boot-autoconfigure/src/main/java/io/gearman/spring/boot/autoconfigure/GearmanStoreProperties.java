package io.gearman.spring.boot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the embedded job server keeps background jobs.
 *
 * @param type Where background jobs are kept. In memory they are gone when the application ends.
 * @param directory Directory of the embedded store, which is made if it is missing.
 * @param shared Whether other job servers use the same database of MySQL, MariaDB or PostgreSQL: when one of them ends, the
 *     others get its jobs.
 * @param leaseTime Time after which the others take the jobs over of a server that is not heard of, at least a second.
 * @param jdbc Settings of a store behind JDBC.
 * @param redis Settings of a store in Redis.
 */
@ConfigurationProperties("gearman.server.store")
record GearmanStoreProperties(
        @DefaultValue("memory") Type type,
        @Nullable Path directory,
        @DefaultValue("false") boolean shared,
        @DefaultValue("10s") Duration leaseTime,
        @DefaultValue Jdbc jdbc,
        @DefaultValue Redis redis) {

    /** The kinds of store. */
    enum Type {
        MEMORY,
        EMBEDDED,
        JDBC,
        REDIS
    }

    /**
     * A database behind JDBC.
     *
     * @param url JDBC URL of the database, of MySQL, MariaDB, PostgreSQL, H2 or SQLite. When not set, the DataSource of the
     *     application is used.
     * @param username User of the database.
     * @param password Password of the database.
     * @param tablePrefix Prefix of the names of the tables, which are made if they are missing.
     */
    record Jdbc(
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("gearman") String tablePrefix) {}

    /**
     * A Redis.
     *
     * @param uri URI of Redis, with its password if it needs one, such as redis://user:password@host:6379/0.
     * @param keyPrefix Prefix of all keys.
     */
    record Redis(
            @DefaultValue("redis://localhost:6379") String uri,
            @DefaultValue("gearman:") String keyPrefix) {}
}
