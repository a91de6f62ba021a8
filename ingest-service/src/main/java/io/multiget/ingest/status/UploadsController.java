package io.multiget.ingest.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.multiget.contract.Upload;
import io.multiget.contract.UploadStatus;
import io.multiget.ingest.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** All uploads, page by page, and the page to make one. */
@RestController
final class UploadsController {
    private static final int USUAL_LIMIT = 20;
    private static final int LARGEST_LIMIT = 100;

    private final UploadStore store;
    private final Statuses statuses;
    private final UploadPage page;

    UploadsController(UploadStore store, Statuses statuses, UploadPage page) {
        this.store = store;
        this.statuses = statuses;
        this.page = page;
    }

    /**
     * One page of the list.
     *
     * @param uploads newest first
     * @param next what to ask for with {@code after} to go on; absent at the end
     */
    record Page(List<UploadStatus> uploads, @Nullable String next) {}

    @GetMapping("/")
    ResponseEntity<byte[]> start() {
        return page.answer();
    }

    @GetMapping("/uploads")
    ResponseEntity<byte[]> uploads(
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String limit)
            throws JsonProcessingException {
        int wanted = limit(limit);
        try {
            return StatusController.json(page(after, wanted));
        } catch (UploadStore.NotRestoredException e) {
            throw KnownUploads.unavailable("The status store is being restored.");
        }
    }

    private Page page(@Nullable String after, int limit) {
        Upload last = after == null ? null : upload(after);
        List<UploadStatus> found = store.newestFirst(last)
                .map(statuses::listed)
                .flatMap(Optional::stream)
                .limit(limit + 1L)
                .toList();
        if (found.size() <= limit) {
            return new Page(found, null);
        }
        List<UploadStatus> shown = found.subList(0, limit);
        return new Page(shown, shown.get(limit - 1).uploadId().toString());
    }

    /** The cursor is the last upload that was shown: the list goes on from there, whatever came in before it. */
    private Upload upload(String after) {
        Optional<UUID> id = UploadId.parse(after);
        return id.flatMap(store::upload)
                .orElseThrow(() -> ProblemException.badParameter("after", after, "the \"next\" of a page before"));
    }

    private static int limit(@Nullable String limit) {
        if (limit == null) {
            return USUAL_LIMIT;
        }
        try {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= LARGEST_LIMIT) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw badLimit(limit);
        }
        throw badLimit(limit);
    }

    private static ProblemException badLimit(String limit) {
        return ProblemException.badParameter("limit", limit, "a whole number from 1 to " + LARGEST_LIMIT);
    }
}
