package io.gearman.sample.jobs;

import io.gearman.client.JobHandle;
import io.gearman.client.JobStatus;
import io.gearman.sample.web.ProblemException;
import io.gearman.spring.core.GearmanOperations;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Asks the job server about a job. A job server forgets a job when it has ended, whether it was done or failed. */
@RestController
class JobController {

    private final GearmanOperations gearman;

    JobController(GearmanOperations gearman) {
        this.gearman = gearman;
    }

    @GetMapping("/jobs")
    JobStatus status(@RequestParam String handle) {
        try {
            return this.gearman.status(JobHandle.parse(handle));
        } catch (IllegalArgumentException malformedOrOfAnotherServer) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, String.valueOf(malformedOrOfAnotherServer.getMessage()));
        }
    }
}
