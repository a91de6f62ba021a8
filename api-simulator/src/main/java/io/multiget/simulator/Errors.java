package io.multiget.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The API's standard error body: message, error, status, cause. */
final class Errors {
    private Errors() {}

    /** An error that is the whole answer. */
    static Reply whole(int status) {
        return whole(status, message(status));
    }

    static Reply whole(int status, String message) {
        return Reply.json(status, Json.bytes(json -> write(json, status, null, message)));
    }

    /** An error as a body, with the id it is about where one is given. */
    static void write(JsonGenerator json, int status, @Nullable String id, String message) throws IOException {
        json.writeStartObject();
        if (id != null) {
            json.writeFieldName("id");
            writeId(json, id);
        }
        json.writeStringField("message", message);
        json.writeStringField("error", error(status));
        json.writeNumberField("status", status);
        json.writeArrayFieldStart("cause");
        json.writeEndArray();
        json.writeEndObject();
    }

    /** As in a body that is found: an id of digits alone (a user's) is a number. */
    private static void writeId(JsonGenerator json, String id) throws IOException {
        if (id.matches("[1-9]\\d{0,17}")) {
            json.writeNumber(id);
        } else {
            json.writeString(id);
        }
    }

    static String message(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "authorization value not present";
            case 403 -> "access to the requested resource is forbidden";
            case 404 -> "resource not found";
            case 405 -> "Method not allowed";
            case 413 -> "Payload too large";
            case 414 -> "URI too long";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service not available";
            case 504 -> "Gateway Timeout";
            default -> "Status " + status;
        };
    }

    private static String error(int status) {
        return switch (status) {
            case 400 -> "bad_request";
            case 401 -> "unauthorized";
            case 403 -> "access_denied";
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            case 413 -> "payload_too_large";
            case 414 -> "uri_too_long";
            case 429 -> "too_many_requests";
            case 500 -> "internal_server_error";
            case 502 -> "bad_gateway";
            case 503 -> "service_not_available";
            case 504 -> "gateway_timeout";
            default -> "status_" + status;
        };
    }
}
