package io.multiget.ingest.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The body of an error answer (RFC 9457).
 *
 * @param detail a sentence for a person; names the limit or the field, and the value
 * @param limit what is allowed, where the problem is a limit
 * @param value what was found instead
 * @param field the parameter, part or header that is wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable Object limit,
        @Nullable Object value,
        @Nullable String field) {
    /** The request's attribute under which its problem is found, when the container answers in our stead. */
    public static final String ATTRIBUTE = Problem.class.getName();

    private static final int LONGEST_VALUE = 200;

    /** A problem with a code of the closed list. */
    public static Problem of(HttpStatus status, String code, String detail) {
        return new Problem("urn:multiget:problem:" + code, title(code), status.value(), detail, code, null, null, null);
    }

    Problem withLimit(Object newLimit) {
        return new Problem(type, title, status, detail, code, newLimit, value, field);
    }

    Problem withValue(Object newValue) {
        return new Problem(type, title, status, detail, code, limit, cut(newValue), field);
    }

    Problem withField(String newField) {
        return new Problem(type, title, status, detail, code, limit, value, newField);
    }

    private static String title(String code) {
        String words = code.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static Object cut(Object value) {
        return value instanceof String text && text.length() > LONGEST_VALUE
                ? text.substring(0, LONGEST_VALUE) + "..."
                : value;
    }
}
