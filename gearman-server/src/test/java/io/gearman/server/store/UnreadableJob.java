package io.gearman.server.store;

/** Cannot be written, whatever the database. */
final class UnreadableJob implements StoredJob {

    private final StoredJob job = TestJobs.job(999_999);

    @Override
    public long number() {
        return this.job.number();
    }

    @Override
    public byte[] functionName() {
        return this.job.functionName();
    }

    @Override
    public byte[] unique() {
        return this.job.unique();
    }

    @Override
    public byte[] payload() {
        throw new IllegalStateException("No payload to be had");
    }

    @Override
    public byte[] reducer() {
        return this.job.functionName();
    }

    @Override
    public Priority priority() {
        return this.job.priority();
    }

    @Override
    public long runAtMillis() {
        return 0;
    }

    @Override
    public int retries() {
        return 0;
    }
}
