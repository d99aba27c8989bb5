package io.gearman.server.store.redis;

/** The keys of a store. */
record RedisKeys(String prefix) {

    /** A hash: which job server owns the store, and until when if it is not heard of. */
    byte[] owner() {
        return key("owner");
    }

    /** A string: the largest number that was ever reserved. */
    byte[] numbers() {
        return key("numbers");
    }

    /** A hash: the number of a job, and its {@link JobRecord}. */
    byte[] jobs() {
        return key("jobs");
    }

    /** A hash: the number of a job, and how often it lost its worker if it did. */
    byte[] retries() {
        return key("retries");
    }

    /** A hash like that of the jobs, of those whose record is damaged. */
    byte[] damaged() {
        return key("damaged");
    }

    private byte[] key(String name) {
        return RedisLink.text(this.prefix + name);
    }

    @Override
    public String toString() {
        return this.prefix + "*";
    }
}
