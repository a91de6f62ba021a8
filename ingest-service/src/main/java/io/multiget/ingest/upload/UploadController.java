package io.multiget.ingest.upload;

import io.multiget.contract.Upload;
import io.multiget.ingest.setup.Readiness;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /uploadfile}: takes one file and answers once it is safe. */
@RestController
final class UploadController {
    private static final String STATUS_URL = "/uploadstatus/";

    private final Readiness readiness;
    private final Reception reception;

    UploadController(Readiness readiness, Reception reception) {
        this.readiness = readiness;
        this.reception = reception;
    }

    @PostMapping("/uploadfile")
    ResponseEntity<?> upload(HttpServletRequest request) throws IOException {
        readiness.require();
        Upload upload = reception.receive(request);
        URI status = URI.create(STATUS_URL + upload.uploadId());
        if (isFormOfABrowser(request)) {
            return ResponseEntity.status(HttpStatus.SEE_OTHER).location(status).build();
        }
        return ResponseEntity.accepted()
                .location(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"upload_id\":\"" + upload.uploadId() + "\",\"status_url\":\"" + status + "\"}");
    }

    /** A script that wants HTML would not say so; a browser that sends a form always does. */
    private static boolean isFormOfABrowser(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
    }
}
