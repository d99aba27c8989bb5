package io.gearman.test;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.engine.FunctionStatus;
import io.gearman.test.RecordedJob.State;
import io.gearman.transport.ServerAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A job server within the JVM of a test, which remembers each job: what was submitted, and what became of it. It has no
 * open port unless it is started with one.
 *
 * <p>The methods that wait return as soon as what they wait for is there, and throw an {@link AssertionError} that lists the
 * jobs if that takes longer than the timeout, 10 seconds by default. A job whose client has its result is completed here, too.
 *
 * <p>Safe for use by several threads.
 */
public final class GearmanTestServer implements AutoCloseable {

    private final JobRecorder recorder;

    private final GearmanServer server;

    private volatile Duration timeout = Duration.ofSeconds(10);

    private GearmanTestServer(JobRecorder recorder, GearmanServer server) {
        this.recorder = recorder;
        this.server = server;
    }

    /**
     * Starts a server that only this JVM reaches.
     *
     * @return the running server
     */
    public static GearmanTestServer start() {
        return start(options -> {});
    }

    /**
     * Starts a server.
     *
     * @param customizer changes its settings: {@code options -> options.listen("127.0.0.1").port(0)} opens a free port
     * @return the running server
     */
    public static GearmanTestServer start(Consumer<GearmanServerOptions.Builder> customizer) {
        JobRecorder recorder = new JobRecorder();
        GearmanServerOptions.Builder options =
                GearmanServerOptions.builder().inJvmName("gearman-test-" + UUID.randomUUID());
        customizer.accept(options);
        return new GearmanTestServer(
                recorder, GearmanServer.start(options.jobObserver(recorder).build()));
    }

    /**
     * Returns where clients and workers of this JVM find the server.
     *
     * @return an address within the JVM
     */
    public ServerAddress address() {
        return ServerAddress.inJvm(this.server.inJvmName().orElseThrow());
    }

    /**
     * Returns the TCP port.
     *
     * @return the port, -1 if the server was started without
     */
    public int port() {
        return this.server.port();
    }

    /**
     * Lists the functions with their queues and workers.
     *
     * @return the functions as they are now, in no order
     */
    public List<FunctionStatus> functions() {
        return this.server.functions();
    }

    /**
     * Sets how long the methods that wait do so. Default 10 seconds.
     *
     * @param timeout longest time to wait
     */
    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Returns the jobs of all functions.
     *
     * @return the jobs as they are now, in the order of their submission
     */
    public List<RecordedJob> jobs() {
        return this.recorder.jobs(job -> true);
    }

    /**
     * Returns the jobs of one function.
     *
     * @param function name of the function
     * @return the jobs as they are now, in the order of their submission
     */
    public List<RecordedJob> jobs(String function) {
        return this.recorder.jobs(of(function));
    }

    /**
     * Waits until so many jobs of a function have been submitted, whatever has become of them.
     *
     * @param function name of the function
     * @param count how many, at least
     * @return all of them
     * @throws AssertionError if there are fewer when the timeout is over
     */
    public List<RecordedJob> awaitSubmitted(String function, int count) {
        return await(of(function), count, count + " jobs submitted to '" + function + "'");
    }

    /**
     * Waits until so many jobs of a function have been completed.
     *
     * @param function name of the function
     * @param count how many, at least
     * @return all completed jobs of the function
     * @throws AssertionError if there are fewer when the timeout is over
     */
    public List<RecordedJob> awaitCompleted(String function, int count) {
        return await(
                of(function).and(job -> job.state() == State.COMPLETED),
                count,
                count + " jobs of '" + function + "' completed");
    }

    /**
     * Waits until so many jobs of a function have failed.
     *
     * @param function name of the function
     * @param count how many, at least
     * @return all failed jobs of the function
     * @throws AssertionError if there are fewer when the timeout is over
     */
    public List<RecordedJob> awaitFailed(String function, int count) {
        return await(
                of(function).and(job -> job.state() == State.FAILED),
                count,
                count + " jobs of '" + function + "' failed");
    }

    /**
     * Waits until all jobs of a function have ended but those that are to run at a later time.
     *
     * @param function name of the function
     * @return all jobs of the function
     * @throws AssertionError if there is one left when the timeout is over; mostly because nobody serves the function
     */
    public List<RecordedJob> awaitEnded(String function) {
        return await(of(function), GearmanTestServer::haveEnded, "all jobs of '" + function + "' ended");
    }

    /**
     * Waits until all jobs of all functions have ended but those that are to run at a later time.
     *
     * @return all jobs
     * @throws AssertionError if there is one left when the timeout is over
     */
    public List<RecordedJob> awaitEnded() {
        return await(job -> true, GearmanTestServer::haveEnded, "all jobs ended");
    }

    /** Forgets the jobs of which it has been told. The jobs themselves go on. */
    public void clear() {
        this.recorder.clear();
    }

    /** Stops the server at once. Its jobs are lost. */
    @Override
    public void close() {
        this.server.close();
    }

    private List<RecordedJob> await(Predicate<RecordedJob> wanted, int count, String expected) {
        return await(wanted, jobs -> jobs.size() >= count, expected);
    }

    private List<RecordedJob> await(
            Predicate<RecordedJob> wanted, Predicate<List<RecordedJob>> condition, String expected) {
        Duration patience = this.timeout;
        List<RecordedJob> found = this.recorder.await(wanted, condition, patience);
        if (found == null) {
            throw new AssertionError("Expected " + expected + " within " + patience + ", but the jobs are: " + jobs());
        }
        return found;
    }

    private static boolean haveEnded(List<RecordedJob> jobs) {
        return jobs.stream().allMatch(job -> job.delayed() || job.state() != State.SUBMITTED);
    }

    private static Predicate<RecordedJob> of(String function) {
        return job -> job.function().equals(function);
    }
}
