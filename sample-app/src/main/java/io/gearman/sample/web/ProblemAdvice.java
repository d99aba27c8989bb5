package io.gearman.sample.web;

import io.gearman.client.GearmanException;
import io.gearman.client.GearmanJobFailedException;
import io.gearman.client.GearmanTimeoutException;
import io.gearman.client.GearmanUnavailableException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers every error as a problem detail that says what was wrong. */
@RestControllerAdvice
public class ProblemAdvice extends ResponseEntityExceptionHandler {

    @ExceptionHandler
    ProblemDetail handle(GearmanException failure) {
        return problem(failure);
    }

    /**
     * Says what went wrong with a job.
     *
     * @param failure what the Gearman client threw
     * @return 500 for a failed job, 504 for a late one, 503 without a job server, else 502
     */
    public static ProblemDetail problem(GearmanException failure) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(failure), failure.getMessage());
        problem.setTitle(title(failure));
        return problem;
    }

    private static HttpStatus status(GearmanException failure) {
        if (failure instanceof GearmanJobFailedException) {
            return HttpStatus.INTERNAL_SERVER_ERROR;
        }
        if (failure instanceof GearmanTimeoutException) {
            return HttpStatus.GATEWAY_TIMEOUT;
        }
        return failure instanceof GearmanUnavailableException ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY;
    }

    private static String title(GearmanException failure) {
        if (failure instanceof GearmanJobFailedException) {
            return "The job failed";
        }
        if (failure instanceof GearmanTimeoutException) {
            return "The job took too long";
        }
        return failure instanceof GearmanUnavailableException ? "No job server" : "The job server did not do the job";
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        invalid.getBody()
                .setDetail(sentence(invalid.getFieldErrors().stream()
                        .map(error -> error.getField() + " " + error.getDefaultMessage())));
        return super.handleMethodArgumentNotValid(invalid, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        invalid.getBody()
                .setDetail(sentence(invalid.getParameterValidationResults().stream()
                        .flatMap(result -> result.getResolvableErrors().stream()
                                .map(error -> result.getMethodParameter().getParameterName() + " "
                                        + error.getDefaultMessage()))));
        return super.handleHandlerMethodValidationException(invalid, headers, status, request);
    }

    private static String sentence(Stream<String> faults) {
        return faults.sorted().collect(Collectors.joining("; "));
    }
}
