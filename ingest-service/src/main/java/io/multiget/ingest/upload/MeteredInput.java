package io.multiget.ingest.upload;

import io.multiget.ingest.UploadLimits;
import io.multiget.ingest.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.springframework.http.HttpStatus;

/**
 * A request's body as a client sends it, for as long as the client is not too slow. Its trouble comes out as {@link
 * ProblemException}, so that an {@link IOException} further up is our own disk's.
 */
final class MeteredInput extends InputStream {
    private final InputStream in;
    private final UploadLimits limits;
    private final LongSupplier nanoClock;
    private final long start;
    private long bytes;

    MeteredInput(InputStream in, UploadLimits limits, LongSupplier nanoClock) {
        this.in = in;
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
    }

    /** Bytes read so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            int read = in.read(buffer, offset, length);
            bytes += Math.max(read, 0);
            requirePace();
            return read;
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /** The container wraps what went wrong with the connection, and tells it from a body that is not HTTP. */
    private ProblemException problem(IOException e) {
        if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
            return tooSlow("Nothing arrived for a while.");
        }
        if (e instanceof BadRequestException && !(e instanceof ClientAbortException)) {
            return new ProblemException(HttpStatus.BAD_REQUEST, "bad_request", "The body is not well-formed HTTP.");
        }
        return new ProblemException(
                        HttpStatus.BAD_REQUEST, "incomplete_body", "The connection ended before the body did.")
                .value(bytes);
    }

    private void requirePace() {
        Duration elapsed = Duration.ofNanos(nanoClock.getAsLong() - start);
        if (elapsed.compareTo(limits.duration()) > 0) {
            throw tooSlow("An upload takes at most " + limits.duration().toSeconds() + " seconds.")
                    .limit(limits.duration().toSeconds());
        }
        if (elapsed.compareTo(limits.grace()) > 0 && bytes < limits.bytesPerSecond() * elapsed.toSeconds()) {
            throw tooSlow("An upload has to bring " + limits.bytesPerSecond() + " bytes a second, this one brought "
                            + bytes + " in " + elapsed.toSeconds() + " seconds.")
                    .limit(limits.bytesPerSecond())
                    .value(bytes / Math.max(1, elapsed.toSeconds()));
        }
    }

    private static ProblemException tooSlow(String detail) {
        return new ProblemException(HttpStatus.REQUEST_TIMEOUT, "request_too_slow", detail);
    }
}
