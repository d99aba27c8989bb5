/**
 * Keeps background jobs in Redis, through Lettuce: {@link io.gearman.server.store.redis.RedisJobDatabase}. All jobs are in one
 * hash, whose fields are their numbers; every change is one script, which does nothing unless this server owns the store.
 */
@NullMarked
package io.gearman.server.store.redis;

import org.jspecify.annotations.NullMarked;
