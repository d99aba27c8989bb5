package io.gearman.spring.worker;

import io.gearman.worker.JobContext;
import io.gearman.worker.JobFailedException;
import io.gearman.worker.JobFunction;
import io.gearman.worker.WorkerListener;
import java.time.Duration;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;
import org.springframework.util.backoff.BackOff;
import org.springframework.validation.method.MethodValidationException;

/**
 * Calls a function again for a job for which it threw, as long as a policy says so. The job keeps its slot meanwhile. Safe for
 * use from multiple threads.
 *
 * @param function what is called
 * @param policy decides about failures that another attempt may mend
 * @param listener told of each further attempt
 */
record RetryingJobFunction(JobFunction function, RetryPolicy policy, WorkerListener listener) implements JobFunction {

    private static final Log logger = LogFactory.getLog(RetryingJobFunction.class);

    /** By name, since Bean Validation need not be there. */
    private static final Set<String> FATAL = Set.of(
            InterruptedException.class.getName(),
            JobFailedException.class.getName(),
            MessageConversionException.class.getName(),
            MethodArgumentResolutionException.class.getName(),
            MethodValidationException.class.getName(),
            "jakarta.validation.ValidationException");

    @Override
    public byte @Nullable [] run(JobContext job) throws Exception {
        AttemptedJob attempted = new AttemptedJob(job);
        RetryTemplate template = new RetryTemplate(new JobPolicy(this.policy, attempted));
        template.setRetryListener(new Attempts(attempted, this.listener));
        try {
            return template.execute(() -> {
                attempted.nextAttempt();
                return this.function.run(attempted);
            });
        } catch (RetryException ex) {
            throw failure(ex);
        }
    }

    private static Exception failure(RetryException ex) {
        Throwable last = ex.getLastException();
        if (last instanceof Error error) {
            throw error;
        }
        return (last instanceof Exception exception) ? exception : ex;
    }

    /** Says of what a job of its own nature cannot be mended by: wrong input, a stop, a failure on purpose. */
    private static boolean isFatal(Throwable failure) {
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            if (FATAL.contains(type.getName())) {
                return true;
            }
        }
        return failure instanceof Error;
    }

    private record JobPolicy(RetryPolicy policy, AttemptedJob job) implements RetryPolicy {

        @Override
        public boolean shouldRetry(Throwable failure) {
            return !isFatal(failure)
                    && !this.job.isCancelled()
                    && !this.job.hasSentData()
                    && this.policy.shouldRetry(failure);
        }

        @Override
        public Duration getTimeout() {
            return this.policy.getTimeout();
        }

        @Override
        public BackOff getBackOff() {
            return this.policy.getBackOff();
        }
    }

    private record Attempts(AttemptedJob job, WorkerListener listener) implements RetryListener {

        @Override
        public void beforeRetry(RetryPolicy policy, Retryable<?> retryable, RetryState state) {
            Throwable failure = state.getLastException();
            logger.debug("Attempt %d of %s failed".formatted(this.job.attempt(), this.job), failure);
            try {
                this.listener.jobRetried(this.job, failure);
            } catch (RuntimeException ex) {
                logger.error("A worker listener failed", ex);
            }
        }
    }
}
