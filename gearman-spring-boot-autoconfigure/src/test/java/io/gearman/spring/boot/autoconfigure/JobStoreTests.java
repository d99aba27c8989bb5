package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.embedded.EmbeddedJobDatabase;
import io.gearman.server.store.memory.MemoryJobStore;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Where the embedded job server keeps background jobs. */
@Timeout(180)
class JobStoreTests {

    @TempDir
    private Path directory;

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void byDefaultJobsAreInMemory() {
        this.contextRunner.run((context) -> assertThat(store(context)).isInstanceOf(MemoryJobStore.class));
    }

    @Test
    void jobsInADirectoryAreWorkedByTheNextRun() {
        assertJobsAreWorkedByTheNextRun(embedded());
    }

    @Test
    void jobsInTheDataSourceAreWorkedByTheNextRun() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:" + this.directory.resolve("jobs"));
        assertJobsAreWorkedByTheNextRun(this.contextRunner
                .withBean(DataSource.class, () -> dataSource)
                .withPropertyValues("gearman.server.store.type=jdbc", "gearman.server.store.jdbc.table-prefix=tasks"));
    }

    @Test
    void jobsInADatabaseAreWorkedByTheNextRun() {
        assertJobsAreWorkedByTheNextRun(this.contextRunner.withPropertyValues(
                "gearman.server.store.type=jdbc",
                "gearman.server.store.jdbc.url=jdbc:h2:" + this.directory.resolve("jobs")));
    }

    private void assertJobsAreWorkedByTheNextRun(ApplicationContextRunner runner) {
        runner.run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            gearman.submitBackground("remember", "one");
            gearman.submitBackground("remember", "two");
            assertThat(store(context).isDurable()).isTrue();
        });
        runner.withBean(Memory.class).run((context) -> {
            List<String> remembered = context.getBean(Memory.class).remembered;
            await().untilAsserted(() -> assertThat(remembered).containsExactlyInAnyOrder("one", "two"));
        });
        runner.withBean(Memory.class).run((context) -> {
            assertThat(context.getBean(GearmanTemplate.class).execute("remember", "three", String.class))
                    .isEqualTo("three");
            assertThat(context.getBean(Memory.class).remembered).containsExactly("three");
        });
    }

    @Test
    void aSecondApplicationOnTheDirectoryDoesNotStart() {
        embedded()
                .run((first) -> embedded()
                        .run((second) -> assertThat(second)
                                .getFailure()
                                .rootCause()
                                .isInstanceOf(JobStoreException.class)
                                .hasMessageContaining("another job server of this process")));
    }

    @Test
    void aDatabaseBeanTakesThePlaceOfTheProperties() {
        this.contextRunner
                .withBean(JobDatabase.class, () -> new EmbeddedJobDatabase(this.directory))
                .withPropertyValues("gearman.server.store.type=redis")
                .run((context) -> assertThat(store(context)).isInstanceOf(BatchingJobStore.class));
    }

    @Test
    void aStoreBeanTakesThePlaceOfAll() {
        this.contextRunner
                .withBean(JobDatabase.class, () -> new EmbeddedJobDatabase(this.directory))
                .withBean(JobStore.class, MemoryJobStore::new)
                .run((context) -> assertThat(store(context)).isSameAs(context.getBean(JobStore.class)));
    }

    @Test
    void aDirectoryThatNobodyUsesIsAMistake() {
        this.contextRunner
                .withPropertyValues("gearman.server.store.directory=" + this.directory)
                .run((context) -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("set gearman.server.store.type to embedded"));
    }

    @Test
    void anEmbeddedStoreNeedsADirectory() {
        this.contextRunner
                .withPropertyValues("gearman.server.store.type=embedded")
                .run((context) -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("gearman.server.store.directory")
                        .hasStackTraceContaining("needs a directory"));
    }

    @Test
    void aStoreBehindJdbcNeedsADataSourceOrAUrl() {
        this.contextRunner
                .withPropertyValues("gearman.server.store.type=jdbc")
                .run((context) -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("gearman.server.store.jdbc.url")
                        .hasStackTraceContaining("has no DataSource"));
    }

    @Test
    void onlyADatabaseIsShared() {
        this.contextRunner
                .withPropertyValues("gearman.server.store.shared=true")
                .run((context) -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("gearman.server.store.shared")
                        .hasStackTraceContaining("set gearman.server.store.type to jdbc"));
    }

    @Test
    void aDatabaseOfOneProcessIsNotShared() {
        sharedH2("10s")
                .run((context) -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("cannot share this kind of database"));
    }

    @Test
    void aLeaseTimeThatIsTooShortIsAMistake() {
        sharedH2("500ms")
                .run((context) ->
                        assertThat(context).getFailure().hasStackTraceContaining("gearman.server.store.lease-time"));
    }

    private ApplicationContextRunner sharedH2(String leaseTime) {
        return this.contextRunner.withPropertyValues(
                "gearman.server.store.type=jdbc",
                "gearman.server.store.jdbc.url=jdbc:h2:" + this.directory.resolve("jobs"),
                "gearman.server.store.shared=true",
                "gearman.server.store.lease-time=" + leaseTime);
    }

    @Test
    void aRedisThatIsNotThereIsNamed() {
        this.contextRunner
                .withPropertyValues(
                        "gearman.server.store.type=redis",
                        "gearman.server.store.redis.uri=redis://:secret@127.0.0.1:1/3",
                        "gearman.server.store.redis.key-prefix=tasks:")
                .run((context) -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("Redis 127.0.0.1:1/3, keys tasks:* cannot be reached"));
    }

    @Test
    void theLibraryThatAStoreNeedsIsNamed() {
        assertMissing("org.sqlite", "embedded", "org.xerial:sqlite-jdbc");
        assertMissing("com.zaxxer.hikari", "embedded", "com.zaxxer:HikariCP");
        assertMissing("io.lettuce", "redis", "io.lettuce:lettuce-core");
    }

    private void assertMissing(String packageName, String type, String artifact) {
        ApplicationContextRunner runner = type.equals("embedded") ? embedded() : this.contextRunner;
        runner.withClassLoader(new FilteredClassLoader(packageName))
                .withPropertyValues("gearman.server.store.type=" + type)
                .run((context) -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(MissingStoreLibraryException.class)
                        .hasMessageContaining(artifact));
    }

    private ApplicationContextRunner embedded() {
        return this.contextRunner.withPropertyValues(
                "gearman.server.store.type=embedded", "gearman.server.store.directory=" + this.directory);
    }

    private static JobStore store(AssertableApplicationContext context) {
        return context.getBean(EmbeddedGearmanServer.class).server().store();
    }

    static class Memory {

        final List<String> remembered = new CopyOnWriteArrayList<>();

        @GearmanFunction
        String remember(String what) {
            this.remembered.add(what);
            return what;
        }
    }
}
