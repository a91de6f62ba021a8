package io.multiget.ingest.web;

import io.multiget.contract.json.Json;
import io.multiget.ingest.problem.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the container answers once a request has left our code with an error. */
@Controller
final class ErrorPage implements ErrorController {
    @RequestMapping("${spring.web.error.path:${error.path:/error}}")
    ResponseEntity<byte[]> error(HttpServletRequest request) throws IOException {
        Problem problem = request.getAttribute(Problem.ATTRIBUTE) instanceof Problem known ? known : problem(request);
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Json.mapper().writeValueAsBytes(problem));
    }

    private static Problem problem(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus found = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        HttpStatus status = found == null ? HttpStatus.NOT_FOUND : found;
        String word = status.is5xxServerError()
                ? "internal_error"
                : status == HttpStatus.NOT_FOUND ? "not_found" : "bad_request";
        return Problem.of(status, word, status.getReasonPhrase() + ".");
    }
}
