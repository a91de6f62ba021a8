package io.multiget.ingest.status;

import io.multiget.ingest.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What a client wants to see of an upload. */
enum Wanted {
    JSON(MediaType.APPLICATION_JSON),
    PAGE(MediaType.TEXT_HTML);

    private final MediaType type;

    Wanted(MediaType type) {
        this.type = type;
    }

    /**
     * Reads an {@code Accept} header: the page for who prefers HTML, JSON for who takes it or does not care.
     *
     * @throws ProblemException 406 for who wants neither
     */
    static Wanted by(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return JSON;
        }
        double json = quality(accept, JSON);
        double page = quality(accept, PAGE);
        if (json <= 0 && page <= 0) {
            throw notAcceptable(accept);
        }
        return page > json ? PAGE : JSON;
    }

    /** The quality of the most specific range that includes the type; 0 for none. */
    private static double quality(String accept, Wanted wanted) {
        double quality = 0;
        int specificity = -1;
        for (MediaType range : ranges(accept)) {
            if (range.includes(wanted.type) && specificity(range) > specificity) {
                specificity = specificity(range);
                quality = range.getQualityValue();
            }
        }
        return quality;
    }

    private static int specificity(MediaType range) {
        return range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
    }

    private static List<MediaType> ranges(String accept) {
        try {
            return MediaType.parseMediaTypes(accept);
        } catch (InvalidMediaTypeException e) {
            throw notAcceptable(accept);
        }
    }

    private static ProblemException notAcceptable(String accept) {
        return new ProblemException(
                        HttpStatus.NOT_ACCEPTABLE,
                        "not_acceptable",
                        "A status is application/json, or text/html for its page.")
                .field("Accept")
                .value(accept);
    }
}
