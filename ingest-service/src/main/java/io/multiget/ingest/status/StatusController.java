package io.multiget.ingest.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.multiget.contract.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** An upload's status: as JSON, as a page, and as a stream of events. */
@RestController
final class StatusController {
    private final KnownUploads uploads;
    private final UploadPage page;
    private final EventStreams events;

    StatusController(KnownUploads uploads, UploadPage page, EventStreams events) {
        this.uploads = uploads;
        this.page = page;
        this.events = events;
    }

    @GetMapping("/uploadstatus/{id}")
    ResponseEntity<byte[]> status(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept)
            throws JsonProcessingException {
        Wanted wanted = Wanted.by(accept);
        if (wanted == Wanted.PAGE) {
            uploads.requireId(id);
            return page.answer();
        }
        return json(uploads.require(id));
    }

    /** JSON that nobody may keep: the next answer is another one. */
    static ResponseEntity<byte[]> json(Object answer) throws JsonProcessingException {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header("X-Content-Type-Options", "nosniff")
                .body(Json.mapper().writeValueAsBytes(answer));
    }

    @GetMapping("/uploadstatus/{id}/events")
    void events(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        events.open(uploads.require(id), request, response);
    }
}
