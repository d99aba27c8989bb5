package io.gearman.client;

import io.gearman.transport.Awaited;

/**
 * A request whose submitter waits for its result. Used by that thread only.
 *
 * @param attended the session whose event loop the thread may be meanwhile
 */
record Execution<T>(Request request, Result<T> result, ServerSession attended) implements Awaited<T> {

    @Override
    public boolean begin() {
        this.request.dispatcher().dispatch(this.request);
        ServerSession session = this.request.session();
        return session != null && session.sharesEventLoopWith(this.attended);
    }

    @Override
    public boolean isDone() {
        return this.result.isDone();
    }

    @Override
    public T outcome() {
        return Result.await(this.result);
    }
}
