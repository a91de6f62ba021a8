package io.multiget.ingest.problem;

import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Ends a request with a {@link Problem}. Thrown by endpoints and what they call; nothing is logged for it. */
public final class ProblemException extends RuntimeException {
    private final Problem problem;
    private final HttpHeaders headers;

    public ProblemException(HttpStatus status, String code, String detail) {
        this(Problem.of(status, code, detail), new HttpHeaders());
    }

    private ProblemException(Problem problem, HttpHeaders headers) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    /** A parameter that cannot be understood: 400 {@code bad_parameter}. */
    public static ProblemException badParameter(String name, String value, String allowed) {
        return new ProblemException(
                        HttpStatus.BAD_REQUEST, "bad_parameter", "Parameter " + name + " must be " + allowed + ".")
                .field(name)
                .value(value)
                .limit(allowed);
    }

    /** Something this needs is not there for the moment: 503 {@code unavailable}. */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", detail).retryAfter(retryAfter);
    }

    /** 404 {@code unknown_upload}. */
    public static ProblemException unknownUpload() {
        return new ProblemException(HttpStatus.NOT_FOUND, "unknown_upload", "There is no upload with this id.");
    }

    /** 400 {@code bad_id}. */
    public static ProblemException badId(String id) {
        return new ProblemException(HttpStatus.BAD_REQUEST, "bad_id", "An upload's id is a UUID.")
                .field("id")
                .value(id);
    }

    /** The same, saying what is allowed. */
    public ProblemException limit(Object limit) {
        return new ProblemException(problem.withLimit(limit), headers);
    }

    /** The same, saying what was found; long text is cut. */
    public ProblemException value(Object value) {
        return new ProblemException(problem.withValue(value), headers);
    }

    /** The same, saying where. */
    public ProblemException field(String field) {
        return new ProblemException(problem.withField(field), headers);
    }

    /** The same, saying when to try again, in whole seconds. */
    public ProblemException retryAfter(Duration delay) {
        HttpHeaders all = new HttpHeaders(headers);
        all.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, delay.toSeconds())));
        return new ProblemException(problem, all);
    }

    public Problem problem() {
        return problem;
    }

    HttpHeaders headers() {
        return headers;
    }
}
