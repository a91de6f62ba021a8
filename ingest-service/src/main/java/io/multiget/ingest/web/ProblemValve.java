package io.multiget.ingest.web;

import io.multiget.contract.json.Json;
import io.multiget.ingest.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** The container's own refusals, before any of our code is asked, as problems too. Made by Tomcat, by name. */
public final class ProblemValve extends ErrorReportValve {
    private static final int FIRST_ERROR = 400;

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        boolean answered = response.getContentWritten() > 0 || !response.setErrorReported();
        if (status == null || status.value() < FIRST_ERROR || answered) {
            return;
        }
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            Writer writer = response.getReporter();
            if (writer != null) {
                Problem problem = Problem.of(status, code(status, request), status.getReasonPhrase() + ".");
                writer.write(Json.mapper().writeValueAsString(problem));
                response.finishResponse();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String code(HttpStatus status, Request request) {
        return switch (status) {
            case METHOD_NOT_ALLOWED -> "method_not_allowed";
            case REQUEST_HEADER_FIELDS_TOO_LARGE -> "header_too_large";
            case BAD_REQUEST -> isAboutAnId(request) ? "bad_id" : "bad_request";
            case NOT_FOUND -> "not_found";
            case SERVICE_UNAVAILABLE -> "unavailable";
            default -> status.is4xxClientError() ? "bad_request" : "internal_error";
        };
    }

    /** What the container refuses of such an address can only be in the id: an encoded slash or a NUL. */
    private static boolean isAboutAnId(Request request) {
        String path = request.getRequestURI();
        return path != null && path.startsWith("/uploadstatus/");
    }
}
