package io.multiget.ingest.web;

import io.multiget.contract.json.Json;
import io.multiget.ingest.problem.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a page that was opened from disk (its origin is {@code null}) upload and look, and no other site's page change
 * anything: a browser says whether a request comes from another site, and nothing else does. More is not for the origin
 * {@code null}: a page of any site has it that puts itself into a sandbox.
 */
@Component
final class OriginFilter extends OncePerRequestFilter {
    private static final String FROM_DISK = "null";
    private static final String PREFLIGHT_SECONDS = "600";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (FROM_DISK.equals(origin) && isForPagesFromDisk(request)) {
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, FROM_DISK);
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            response.setHeader(
                    HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, HttpHeaders.LOCATION + ", " + HttpHeaders.RETRY_AFTER);
            if (isPreflight(request)) {
                allow(response);
                return;
            }
        } else if (origin != null && isFromAnotherSite(request) && changesSomething(request)) {
            refuse(response);
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isForPagesFromDisk(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/uploadfile") || path.startsWith("/uploadstatus/");
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return HttpMethod.OPTIONS.matches(request.getMethod())
                && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
    }

    private static void allow(HttpServletResponse response) {
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST");
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, Idempotency-Key, Last-Event-ID");
        response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
        response.setStatus(HttpStatus.NO_CONTENT.value());
    }

    private static boolean isFromAnotherSite(HttpServletRequest request) {
        return "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    }

    private static boolean changesSomething(HttpServletRequest request) {
        return !HttpMethod.GET.matches(request.getMethod()) && !HttpMethod.HEAD.matches(request.getMethod());
    }

    private static void refuse(HttpServletResponse response) throws IOException {
        Problem problem =
                Problem.of(HttpStatus.FORBIDDEN, "bad_origin", "Another site's page may not use this service.");
        response.setStatus(problem.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(Json.mapper().writeValueAsBytes(problem));
    }
}
