package io.gearman.spring.client;

import io.gearman.client.JobPriority;
import io.gearman.spring.annotation.CallTimeout;
import io.gearman.spring.annotation.RunAt;
import io.gearman.spring.annotation.Unique;
import io.gearman.spring.core.JobSpec;
import io.gearman.spring.envelope.HeaderNames;
import io.gearman.worker.JobContext;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;

/**
 * What each argument of a method is to the job.
 *
 * @param targets what is done with each argument, in their order
 * @param runAt whether one of them is the time to run the job
 * @param timeout whether one of them is the time to wait for its result
 */
record JobArguments(List<Target> targets, boolean runAt, boolean timeout) {

    static JobArguments of(Method method) {
        List<Target> targets = new ArrayList<>();
        boolean payload = false;
        boolean runAt = false;
        boolean timeout = false;
        for (Parameter parameter : method.getParameters()) {
            boolean unique = AnnotatedElementUtils.hasAnnotation(parameter, Unique.class);
            boolean time = AnnotatedElementUtils.hasAnnotation(parameter, RunAt.class);
            boolean wait = AnnotatedElementUtils.hasAnnotation(parameter, CallTimeout.class);
            boolean header = AnnotatedElementUtils.hasAnnotation(parameter, Header.class);
            boolean isPayload = AnnotatedElementUtils.hasAnnotation(parameter, Payload.class)
                    || !(unique || time || wait || header || parameter.getType() == JobPriority.class);
            requirePossible(method, parameter, isPayload && payload);
            payload |= isPayload;
            runAt |= time;
            timeout |= wait;
            if (wait) {
                targets.add((job, value) -> job.timeout((Duration) value));
            } else {
                targets.add(header ? headerTarget(parameter) : target(unique, time, isPayload));
            }
        }
        return new JobArguments(List.copyOf(targets), runAt, timeout);
    }

    JobSpec apply(JobSpec job, @Nullable Object[] given) {
        for (int i = 0; i < given.length; i++) {
            Object value = (given[i] instanceof Optional<?> optional) ? optional.orElse(null) : given[i];
            if (value != null) {
                this.targets.get(i).set(job, value);
            }
        }
        return job;
    }

    private static Target target(boolean unique, boolean time, boolean payload) {
        if (unique) {
            return (job, value) -> {
                job.unique(value.toString());
                if (payload) {
                    job.payload(value);
                }
            };
        }
        if (time) {
            return (job, value) -> {
                if (value instanceof Instant instant) {
                    job.runAt(instant);
                } else {
                    job.delay((Duration) value);
                }
            };
        }
        return payload ? JobSpec::payload : (job, value) -> job.priority((JobPriority) value);
    }

    private static Target headerTarget(Parameter parameter) {
        String name = headerName(parameter);
        return (job, value) -> job.header(name, value.toString());
    }

    private static String headerName(Parameter parameter) {
        Header header = AnnotatedElementUtils.findMergedAnnotation(parameter, Header.class);
        return (header != null && !header.name().isEmpty()) ? header.name() : parameter.getName();
    }

    /** Returns what is wrong with the name of a header, {@code null} if nothing is. */
    private static @Nullable String headerProblem(Parameter parameter) {
        String name = headerName(parameter);
        if (name.startsWith("gearman_")) {
            return "it is something that only a worker receives. Drop it";
        }
        try {
            HeaderNames.require(name);
            return null;
        } catch (IllegalArgumentException ex) {
            return ex.getMessage();
        }
    }

    private static void requirePossible(Method method, Parameter parameter, boolean secondPayload) {
        String problem = null;
        if (parameter.getType() == JobContext.class || AnnotatedElementUtils.hasAnnotation(parameter, Headers.class)) {
            problem = "it is something that only a worker receives. Drop it";
        } else if (AnnotatedElementUtils.hasAnnotation(parameter, Header.class)) {
            problem = headerProblem(parameter);
        } else if (AnnotatedElementUtils.hasAnnotation(parameter, RunAt.class)
                && parameter.getType() != Instant.class
                && parameter.getType() != Duration.class) {
            problem = "it carries @RunAt, but is neither an Instant nor a Duration";
        } else if (AnnotatedElementUtils.hasAnnotation(parameter, CallTimeout.class)
                && parameter.getType() != Duration.class) {
            problem = "it carries @CallTimeout, but is no Duration";
        } else if (secondPayload) {
            problem =
                    "a job has one payload only, and another parameter is it. Put both into one object, or mark what is "
                            + "not the payload with @Unique, @RunAt or @CallTimeout";
        }
        if (problem != null) {
            throw new InvalidGearmanClientException("Parameter '%s' of Gearman client method %s: %s"
                    .formatted(parameter.getName(), method.toGenericString(), problem));
        }
    }

    /** Puts an argument that is there into a job. */
    @FunctionalInterface
    interface Target {

        void set(JobSpec job, Object value);
    }
}
