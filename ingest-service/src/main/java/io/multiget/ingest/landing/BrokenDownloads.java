package io.multiget.ingest.landing;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.coyote.CloseNowException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Cuts the connection of a download that cannot go on. Ended as usual it would look like a whole file to its reader; only
 * an exception that leaves the last filter makes the container close the connection without the body's end.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BrokenDownloads extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String BROKEN = BrokenDownloads.class.getName();

    /** Has the connection cut once the request's handling returns. */
    static void breakOff(HttpServletRequest request) {
        request.setAttribute(BROKEN, true);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        if (request.getAttribute(BROKEN) != null) {
            throw new CloseNowException("the rest of a download is missing");
        }
    }
}
