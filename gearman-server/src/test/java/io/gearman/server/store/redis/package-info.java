/** Tests the store in Redis with a {@code redis-server} of their own. */
@NullMarked
package io.gearman.server.store.redis;

import org.jspecify.annotations.NullMarked;
