package io.multiget.ingest.problem;

import io.multiget.contract.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns what endpoints throw into problems; nothing of an unforeseen exception but its existence is answered. */
@RestControllerAdvice
final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<byte[]> problem(ProblemException e, HttpServletRequest request) throws IOException {
        request.setAttribute(Problem.ATTRIBUTE, e.problem());
        return answer(e.problem(), e.headers());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> method(HttpRequestMethodNotSupportedException e) throws IOException {
        HttpHeaders headers = new HttpHeaders();
        Set<HttpMethod> allowed = e.getSupportedHttpMethods();
        if (allowed != null) {
            headers.setAllow(allowed);
        }
        return answer(
                Problem.of(
                                HttpStatus.METHOD_NOT_ALLOWED,
                                "method_not_allowed",
                                "This address does not serve " + e.getMethod() + ".")
                        .withValue(e.getMethod()),
                headers);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> accept(HttpMediaTypeNotAcceptableException e) throws IOException {
        return answer(
                Problem.of(
                        HttpStatus.NOT_ACCEPTABLE,
                        "not_acceptable",
                        "This address answers " + e.getSupportedMediaTypes() + "."),
                new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> contentType(HttpMediaTypeNotSupportedException e) throws IOException {
        return answer(
                Problem.of(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "unsupported_media_type",
                        "This address takes " + e.getSupportedMediaTypes() + "."),
                new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> parameter(MethodArgumentTypeMismatchException e) throws IOException {
        String value = String.valueOf(e.getValue());
        ProblemException problem = e.getRequiredType() == UUID.class
                ? ProblemException.badId(value)
                : ProblemException.badParameter(e.getName(), value, "of another type");
        return answer(problem.problem(), problem.headers());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> binding(ServletRequestBindingException e) throws IOException {
        return answer(Problem.of(HttpStatus.BAD_REQUEST, "bad_parameter", e.getMessage()), e.getHeaders());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> notFound(NoResourceFoundException e) throws IOException {
        return answer(
                Problem.of(HttpStatus.NOT_FOUND, "not_found", "There is nothing at this address."), new HttpHeaders());
    }

    /** The client is gone: there is nobody to answer. */
    @ExceptionHandler
    void disconnected(AsyncRequestNotUsableException e) {
        LOG.debug("A client went away: {}", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> unforeseen(Exception e) throws IOException {
        if (e instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
            HttpStatus status = HttpStatus.valueOf(response.getStatusCode().value());
            return answer(Problem.of(status, "bad_request", status.getReasonPhrase() + "."), response.getHeaders());
        }
        LOG.error("A request failed", e);
        return answer(
                Problem.of(
                        HttpStatus.INTERNAL_SERVER_ERROR, "internal_error", "Something went wrong here; it is logged."),
                new HttpHeaders());
    }

    private static ResponseEntity<byte[]> answer(Problem problem, HttpHeaders headers) throws IOException {
        return ResponseEntity.status(problem.status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Json.mapper().writeValueAsBytes(problem));
    }
}
