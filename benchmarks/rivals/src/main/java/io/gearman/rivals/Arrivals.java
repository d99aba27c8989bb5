package io.gearman.rivals;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where the workers report the jobs they were given. Any thread may call it. */
@Component
public class Arrivals {

    private volatile @Nullable ExpectedJobs expected;

    ExpectedJobs expect(int jobs) {
        ExpectedJobs next = new ExpectedJobs(jobs);
        this.expected = next;
        return next;
    }

    /**
     * A worker's method was entered.
     *
     * @param job the job it was given
     */
    public void arrived(OrderJob job) {
        long now = System.nanoTime();
        ExpectedJobs current = this.expected;
        if (current != null) {
            current.arrived(job, now);
        }
    }
}
