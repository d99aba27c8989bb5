package io.gearman.server.engine;

import org.jspecify.annotations.Nullable;

/** A background submission whose JOB_CREATED waits for the store. Engine's thread only. */
record PendingReply(Connection client, @Nullable PendingReply next) {}
