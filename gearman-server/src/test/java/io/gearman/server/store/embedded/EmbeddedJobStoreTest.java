package io.gearman.server.store.embedded;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.JobStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedJobStoreTest extends JobStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected JobStore create() {
        return new BatchingJobStore(new EmbeddedJobDatabase(this.directory));
    }
}
