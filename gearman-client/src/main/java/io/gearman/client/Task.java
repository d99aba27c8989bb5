package io.gearman.client;

import java.util.concurrent.CompletableFuture;

/**
 * One job of a {@link TaskSet}.
 *
 * @param request what was submitted
 * @param result the result of the job, or why there is none
 */
public record Task(JobRequest request, CompletableFuture<byte[]> result) {}
