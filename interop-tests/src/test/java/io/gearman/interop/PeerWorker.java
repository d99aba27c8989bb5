package io.gearman.interop;

import java.util.List;

/** A worker that runs: {@code PREFIX.echo}, and unless it is the command line, {@code .stages}, {@code .fail}, {@code .exception}. */
interface PeerWorker extends AutoCloseable {

    /** Gives a line {@code ran SHA1} for each echo job, in the order in which they ran. */
    List<String> ran();

    @Override
    void close();
}
