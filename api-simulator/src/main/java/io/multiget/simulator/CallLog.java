package io.multiget.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest calls in memory, all of them in a file when there is one. Owned by the event loop. */
final class CallLog implements AutoCloseable {
    private static final int LATEST = 10_000;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Deque<LoggedCall> latest = new ArrayDeque<>();
    private final Writer file;
    private final boolean toFile;
    private long calls;

    /** @throws IOException when the file cannot be opened */
    CallLog(@Nullable Path path) throws IOException {
        toFile = path != null;
        file = path == null
                ? Writer.nullWriter()
                : Files.newBufferedWriter(
                        path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void add(long ms, Call call, Reply reply) {
        calls++;
        LoggedCall logged =
                new LoggedCall(calls, ms, call.endpoint().label(), call.ids(), call.host(), reply.outcome());
        if (latest.size() == LATEST) {
            latest.removeFirst();
        }
        latest.addLast(logged);
        if (toFile) {
            write(logged);
        }
    }

    /** The calls after a number, as far as they are remembered, oldest first. */
    List<LoggedCall> after(long number) {
        return latest.stream().filter(call -> call.number() > number).toList();
    }

    String line(LoggedCall call) {
        try {
            return mapper.writeValueAsString(call) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    void flush() {
        try {
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void reset() {
        latest.clear();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void write(LoggedCall call) {
        try {
            file.write(line(call));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
