package io.multiget.ingest.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.multiget.contract.Upload;
import io.multiget.contract.Upload.ReplayScope;
import io.multiget.contract.UploadStatus;
import io.multiget.contract.json.Json;
import io.multiget.ingest.problem.ProblemException;
import io.multiget.ingest.setup.Readiness;
import io.multiget.ingest.status.KnownUploads;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /uploads/{id}/...}: each answers 202 with the status as it is then. */
@RestController
final class ControlController {
    private final Readiness readiness;
    private final KnownUploads known;
    private final Controls controls;
    private final Replays replays;

    ControlController(Readiness readiness, KnownUploads known, Controls controls, Replays replays) {
        this.readiness = readiness;
        this.known = known;
        this.controls = controls;
        this.replays = replays;
    }

    /** What a replay would publish. */
    record DryRun(UUID uploadId, ReplayScope only, long lines) {}

    @PostMapping("/uploads/{id}/pause")
    ResponseEntity<byte[]> pause(@PathVariable String id) throws JsonProcessingException {
        return change(id, controls::paused);
    }

    @PostMapping("/uploads/{id}/resume")
    ResponseEntity<byte[]> resume(@PathVariable String id) throws JsonProcessingException {
        return change(id, controls::resumed);
    }

    @PostMapping("/uploads/{id}/cancel")
    ResponseEntity<byte[]> cancel(@PathVariable String id) throws JsonProcessingException {
        return change(id, controls::cancelled);
    }

    private ResponseEntity<byte[]> change(String id, UnaryOperator<Upload> change) throws JsonProcessingException {
        readiness.require();
        controls.change(known.require(id).uploadId(), change);
        return accepted(id);
    }

    @PostMapping("/uploads/{id}/replay")
    ResponseEntity<byte[]> replay(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String only,
            @RequestParam(name = "dry_run", required = false) @Nullable String dryRun)
            throws JsonProcessingException {
        readiness.require();
        UploadStatus status = known.require(id);
        ReplayScope scope = scope(only);
        if (isTrue(dryRun)) {
            long lines = replays.plan(status, scope).lines();
            return answer(HttpStatus.OK, id, new DryRun(status.uploadId(), scope, lines));
        }
        replays.begin(status, scope);
        return accepted(id);
    }

    private static ReplayScope scope(@Nullable String only) {
        for (ReplayScope scope : ReplayScope.values()) {
            if (scope.name().toLowerCase(Locale.ROOT).equals(only)) {
                return scope;
            }
        }
        throw ProblemException.badParameter("only", only == null ? "" : only, "one of all, rejected");
    }

    private static boolean isTrue(@Nullable String dryRun) {
        if (dryRun == null || dryRun.equals("false")) {
            return false;
        }
        if (dryRun.equals("true")) {
            return true;
        }
        throw ProblemException.badParameter("dry_run", dryRun, "one of true, false");
    }

    private ResponseEntity<byte[]> accepted(String id) throws JsonProcessingException {
        return answer(HttpStatus.ACCEPTED, id, known.require(id));
    }

    private static ResponseEntity<byte[]> answer(HttpStatus status, String id, Object body)
            throws JsonProcessingException {
        return ResponseEntity.status(status)
                .location(URI.create("/uploadstatus/" + id))
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(Json.mapper().writeValueAsBytes(body));
    }
}
