package io.gearman.spring.worker;

import io.gearman.worker.JobContext;
import io.gearman.worker.JobFunction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Tells the logging system which job a thread works: puts the job's {@value #FUNCTION}, {@value #HANDLE} and, if it has one,
 * {@value #UNIQUE} into the diagnostic context, and afterwards what was there before. Safe for use from multiple threads.
 */
public class JobMdcInterceptor implements GearmanJobInterceptor {

    /** Key of the function's name. */
    public static final String FUNCTION = "gearman.function";

    /** Key of the job's handle. */
    public static final String HANDLE = "gearman.handle";

    /** Key of the job's unique; not there if the job has none. */
    public static final String UNIQUE = "gearman.unique";

    @Override
    public byte @Nullable [] intercept(JobContext job, JobFunction next) throws Exception {
        Map<String, @Nullable String> before = new LinkedHashMap<>();
        put(FUNCTION, job.function(), before);
        put(HANDLE, job.handle(), before);
        put(UNIQUE, job.unique(), before);
        try {
            return next.run(job);
        } finally {
            before.forEach(JobMdcInterceptor::set);
        }
    }

    private static void put(String key, String value, Map<String, @Nullable String> before) {
        before.put(key, MDC.get(key));
        set(key, value.isEmpty() ? null : value);
    }

    private static void set(String key, @Nullable String value) {
        if (value != null) {
            MDC.put(key, value);
        } else {
            MDC.remove(key);
        }
    }
}
