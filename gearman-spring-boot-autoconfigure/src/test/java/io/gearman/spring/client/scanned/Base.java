package io.gearman.spring.client.scanned;

import io.gearman.spring.annotation.GearmanFunction;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Not a client itself: its types are open. */
interface Base<P, R> {

    @GearmanFunction("length")
    R call(P payload);

    @GearmanFunction("lengths")
    CompletableFuture<List<R>> each(List<P> payloads);
}
