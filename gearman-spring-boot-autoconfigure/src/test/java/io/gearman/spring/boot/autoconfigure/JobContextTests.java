package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.worker.GearmanJobInterceptor;
import io.gearman.spring.worker.JobMdcInterceptor;
import io.gearman.worker.JobContext;
import io.gearman.worker.JobFunction;
import io.micrometer.context.ContextRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/** What stands around a job on its thread: the logging context, interceptors, a context that is handed on. */
@Timeout(180)
class JobContextTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Functions.class)
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void theLoggingContextTellsWhichJobAThreadWorks() {
        this.contextRunner.run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            assertThat(gearman.job("mdc").unique("u-1").execute(String.class))
                    .matches("\\{gearman.function=mdc, gearman.handle=H:[^,]+:\\d+, gearman.unique=u-1}");
            assertThat(gearman.execute("mdc", null, String.class)).doesNotContain("unique");
        });
    }

    @Test
    void theLoggingContextIsAsBeforeWhenTheJobHasEnded() throws Exception {
        JobContext job = mock();
        given(job.function()).willReturn("f");
        given(job.handle()).willReturn("H:1");
        given(job.unique()).willReturn("");
        JobMdcInterceptor interceptor = new JobMdcInterceptor();
        MDC.put("mine", "kept");
        MDC.put(JobMdcInterceptor.HANDLE, "of the outer job");
        MDC.put(JobMdcInterceptor.UNIQUE, "of the outer job");
        try {
            Map<String, String> before = MDC.getCopyOfContextMap();
            interceptor.intercept(job, (same) -> {
                assertThat(MDC.getCopyOfContextMap())
                        .containsOnly(
                                Map.entry("mine", "kept"),
                                Map.entry(JobMdcInterceptor.FUNCTION, "f"),
                                Map.entry(JobMdcInterceptor.HANDLE, "H:1"));
                return null;
            });
            assertThat(MDC.getCopyOfContextMap()).isEqualTo(before);
            assertThatIllegalStateException()
                    .isThrownBy(() -> interceptor.intercept(job, (same) -> {
                        throw new IllegalStateException();
                    }));
            assertThat(MDC.getCopyOfContextMap()).isEqualTo(before);
        } finally {
            MDC.clear();
        }
    }

    @Test
    void interceptorsStandAroundTheJobInTheirOrder() {
        List<String> calls = new CopyOnWriteArrayList<>();
        this.contextRunner
                .withBean("inner", GearmanJobInterceptor.class, () -> new Recorder("inner", calls))
                .withBean("outer", GearmanJobInterceptor.class, () -> new OuterRecorder(calls))
                .run((context) -> {
                    context.getBean(GearmanTemplate.class).execute("mdc", null, String.class);
                    assertThat(calls).containsExactly("outer mdc", "inner mdc", "inner ends", "outer ends");
                });
    }

    @Test
    void contextIsHandedOnToTasksOfTheJobWhenPropagationIsThere() {
        ThreadLocal<String> tenant = new ThreadLocal<>();
        ContextRegistry.getInstance().registerThreadLocalAccessor("test.tenant", tenant);
        try {
            this.contextRunner
                    .withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                    .withPropertyValues("spring.task.execution.propagate-context=true")
                    .withBean(GearmanJobInterceptor.class, () -> (job, next) -> {
                        tenant.set("acme");
                        try {
                            return next.run(job);
                        } finally {
                            tenant.remove();
                        }
                    })
                    .withBean(AsyncFunctions.class, () -> new AsyncFunctions(tenant))
                    .run((context) -> {
                        assertThat(context.getBean(TaskDecorator.class))
                                .isInstanceOf(ContextPropagatingTaskDecorator.class);
                        AsyncFunctions functions = context.getBean(AsyncFunctions.class);
                        functions.executor = context.getBean("applicationTaskExecutor", TaskExecutor.class);
                        assertThat(context.getBean(GearmanTemplate.class).execute("tenant", null, String.class))
                                .isEqualTo("acme");
                    });
        } finally {
            ContextRegistry.getInstance().removeThreadLocalAccessor("test.tenant");
        }
    }

    @Test
    void theDecoratorOfTheApplicationStandsAroundEachJob() {
        ThreadLocal<String> set = new ThreadLocal<>();
        this.contextRunner
                .withBean(
                        TaskDecorator.class,
                        () -> (task) -> () -> {
                            set.set("decorated");
                            try {
                                task.run();
                            } finally {
                                set.remove();
                            }
                        })
                .withBean(AsyncFunctions.class, () -> new AsyncFunctions(set))
                .run((context) -> assertThat(
                                context.getBean(GearmanTemplate.class).execute("here", null, String.class))
                        .isEqualTo("decorated"));
    }

    static class Functions {

        @GearmanFunction
        String mdc() {
            return new TreeMap<>(MDC.getCopyOfContextMap()).toString();
        }
    }

    static class AsyncFunctions {

        private final ThreadLocal<String> local;

        TaskExecutor executor = Runnable::run;

        AsyncFunctions(ThreadLocal<String> local) {
            this.local = local;
        }

        @GearmanFunction
        CompletableFuture<String> tenant() {
            return CompletableFuture.supplyAsync(this.local::get, this.executor);
        }

        @GearmanFunction
        String here() {
            return this.local.get();
        }
    }

    private static class Recorder implements GearmanJobInterceptor {

        private final String name;

        private final List<String> calls;

        Recorder(String name, List<String> calls) {
            this.name = name;
            this.calls = calls;
        }

        @Override
        public byte[] intercept(JobContext job, JobFunction next) throws Exception {
            this.calls.add(this.name + " " + job.function());
            try {
                return next.run(job);
            } finally {
                this.calls.add(this.name + " ends");
            }
        }
    }

    @Order(0)
    private static class OuterRecorder extends Recorder {

        OuterRecorder(List<String> calls) {
            super("outer", calls);
        }
    }
}
