package io.gearman.spring.core;

import io.gearman.client.JobHandle;
import io.gearman.client.JobListener;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The callbacks of one job. Set before the job is submitted, called by one thread at a time. */
class JobCallbacks implements JobListener {

    private Consumer<JobHandle> createdCallback = (handle) -> {};

    private Consumer<byte[]> dataCallback = (data) -> {};

    private Consumer<String> warningCallback = (warning) -> {};

    private JobSpec.StatusCallback statusCallback = (numerator, denominator) -> {};

    void onCreated(Consumer<JobHandle> callback) {
        this.createdCallback = this.createdCallback.andThen(callback);
    }

    void onData(Consumer<byte[]> callback) {
        this.dataCallback = this.dataCallback.andThen(callback);
    }

    void onWarning(Consumer<String> callback) {
        this.warningCallback = this.warningCallback.andThen(callback);
    }

    void onStatus(JobSpec.StatusCallback callback) {
        JobSpec.StatusCallback before = this.statusCallback;
        this.statusCallback = (numerator, denominator) -> {
            before.status(numerator, denominator);
            callback.status(numerator, denominator);
        };
    }

    @Override
    public void created(JobHandle handle) {
        this.createdCallback.accept(handle);
    }

    @Override
    public void data(byte[] data) {
        this.dataCallback.accept(data);
    }

    @Override
    public void warning(byte[] warning) {
        this.warningCallback.accept(new String(warning, StandardCharsets.UTF_8));
    }

    @Override
    public void status(long numerator, long denominator) {
        this.statusCallback.status(numerator, denominator);
    }
}
