package io.gearman.sample.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Ends a request with a status and one sentence that tells the caller what to change. */
public class ProblemException extends ErrorResponseException {

    /**
     * Creates the answer.
     *
     * @param status the HTTP status
     * @param detail what was wrong and what to do, for the caller to read
     */
    public ProblemException(HttpStatus status, String detail) {
        super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
