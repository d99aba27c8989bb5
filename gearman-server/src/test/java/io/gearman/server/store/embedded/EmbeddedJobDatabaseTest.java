package io.gearman.server.store.embedded;

import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobDatabaseContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedJobDatabaseTest extends JobDatabaseContract {

    @TempDir
    private Path directory;

    @Override
    protected JobDatabase create() {
        return new EmbeddedJobDatabase(this.directory);
    }

    @Override
    protected void damagePayload(long number) throws Exception {
        StoreFiles.damagePayload(this.directory.resolve("jobs.db"), number);
    }
}
