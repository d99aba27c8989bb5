package io.gearman.server.cli;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerException;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.store.JobStoreException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.LoggerFactory;

/** The job server as a program, with the options of gearmand. Used by the main thread. */
public final class Gearmand {

    /** gearmand waits for running jobs as long as they take. */
    private static final Duration GRACE = Duration.ofDays(365);

    /** What the main thread has to do next, in order. */
    private final BlockingQueue<Signals> signals = new LinkedBlockingQueue<>();

    private final Arguments arguments;

    private final PidFile pidFile;

    private final Relaunch relaunch;

    private boolean serving;

    private Gearmand(Arguments arguments) {
        this.arguments = arguments;
        this.pidFile = new PidFile(arguments.general.pidFile);
        this.relaunch = new Relaunch(arguments.general);
    }

    /**
     * Runs the job server until the process is told to stop.
     *
     * @param args the options; {@code --help} lists them
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args));
    }

    private static int run(String... args) throws InterruptedException {
        try {
            return new Gearmand(Arguments.parse(args)).run();
        } catch (StartException | GearmanServerException | JobStoreException | IllegalArgumentException ex) {
            System.err.println("gearmand: " + ex.getMessage());
            return 1;
        } catch (RuntimeException | Error ex) {
            ex.printStackTrace();
            return 1;
        }
    }

    private int run() throws InterruptedException {
        GeneralArguments general = this.arguments.general;
        if (general.help && !general.checkArgs) {
            System.out.print(Arguments.help());
            return 0;
        }
        if (general.version && !general.checkArgs) {
            System.out.print(Arguments.version());
            return 0;
        }
        if (this.relaunch.isNeeded() && !general.checkArgs) {
            return this.relaunch.run();
        }
        // First of all, as libraries that the options load may log.
        Logging logging = Logging.start(general.checkArgs ? new LogArguments() : this.arguments.log);
        GearmanServerOptions options = this.arguments.serverOptions();
        return general.checkArgs ? 0 : serve(options, logging);
    }

    private int serve(GearmanServerOptions options, Logging logging) throws InterruptedException {
        this.pidFile.awaitEndOfPredecessor();
        this.pidFile.write();
        Signals.handle(this::receive);
        LeakDetection.switchOff();
        try (GearmanServer server = start(options)) {
            this.relaunch.tellServing(this.arguments.log.isToStderr());
            SpareMemory.giveBack();
            serve(server, logging);
            LoggerFactory.getLogger(Gearmand.class).info("Gearman job server stops");
        }
        this.pidFile.remove();
        return 0;
    }

    private GearmanServer start(GearmanServerOptions options) {
        try {
            GearmanServer server = GearmanServer.start(options);
            synchronized (this) {
                this.serving = true;
            }
            return server;
        } catch (RuntimeException ex) {
            this.pidFile.restore();
            if (!this.arguments.log.isToStderr()) {
                LoggerFactory.getLogger(Gearmand.class).error("Cannot start: {}", ex.getMessage());
            }
            throw ex;
        }
    }

    /** Takes a signal from a thread of the JVM. */
    private synchronized void receive(Signals signal) {
        boolean stop = signal == Signals.TERM || signal == Signals.INT;
        if (stop && !this.serving) {
            // The main thread is busy with the store, and a start can be given up at any moment.
            this.pidFile.restore();
            Runtime.getRuntime().halt(0);
        }
        this.signals.add(signal);
    }

    private void serve(GearmanServer server, Logging logging) throws InterruptedException {
        boolean stopping = false;
        while (true) {
            switch (this.signals.take()) {
                case TERM, INT -> {
                    return;
                }
                case HUP -> {
                    logging.reopen();
                    reload(server);
                }
                case USR1 -> {
                    if (!stopping) {
                        stopping = true;
                        stopGracefully(server);
                    }
                }
            }
        }
    }

    private static void reload(GearmanServer server) {
        try {
            server.reload();
        } catch (GearmanServerException ex) {
            LoggerFactory.getLogger(Gearmand.class).error(ex.getMessage());
        }
    }

    /** Leaves the main thread free for the signal that does not wait. */
    private void stopGracefully(GearmanServer server) {
        Thread thread = new Thread(
                () -> {
                    server.shutdown(GRACE);
                    receive(Signals.TERM);
                },
                "graceful-stop");
        thread.setDaemon(true);
        thread.start();
    }
}
