package io.multiget.runner.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * From an upload that has begun to an exit code: waits for its end, tells what became of it.
 *
 * @param json whether the status object is the only thing on standard output
 */
record Ending(Sessions sessions, Session session, UploadClient client, boolean json) {

    /** {@code out}: where the enriched rows go, null if nowhere. */
    int follow(String id, int attempt, @Nullable Path out) throws IOException {
        Console console = sessions.console();
        UploadStatus status = new Follow(client, new Progress(console), session).untilEnd(id, attempt);
        console.clear();
        if (out != null && status.landed()) {
            download(id, out);
        }
        if (json) {
            console.result(status.json().toString());
        } else {
            new Report(console, session, client, new Tables(sessions.environment())).print(status);
        }
        return exitCode(status, console);
    }

    private static int exitCode(UploadStatus status, Console console) {
        if (!status.landed()) {
            console.say("The upload is %s%s"
                    .formatted(status.state(), status.error().isEmpty() ? "" : ", " + status.error()));
            return ExitCode.NOT_LANDED;
        }
        if (!status.balanced()) {
            console.say("The books do not balance: " + status.json().path("rows"));
            return ExitCode.NOT_LANDED;
        }
        return ExitCode.LANDED;
    }

    /** Aside and then renamed: a file by that name is a whole one. */
    private void download(String id, Path out) throws IOException {
        Path target = out.toAbsolutePath();
        Path aside = Files.createTempFile(target.getParent(), ".multiget-", ".csv");
        try (InputStream rows = client.rowsCsv(id)) {
            Files.copy(rows, aside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
